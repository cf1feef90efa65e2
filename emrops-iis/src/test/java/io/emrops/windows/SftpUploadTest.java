package io.emrops.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.Progress;
import io.emrops.Secret;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.testkit.windows.ScriptedWindowsHost;
import io.emrops.testkit.windows.simulated.SimulatedWindows;
import io.emrops.windows.ssh.SftpPaths;
import io.emrops.windows.ssh.SshLogin;
import io.emrops.windows.ssh.SshTransport;
import io.emrops.windows.wire.Deadline;
import io.emrops.windows.wire.FileWrite;
import io.emrops.windows.wire.TransportException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files by SFTP, in front of the simulated Windows. */
@Timeout(20)
@Tag("long")
final class SftpUploadTest {
    private static final String TO = "D:\\releases\\app.zip";
    private static final int LONG = 3 * FileUpload.CHUNK;
    private static final Duration FOREVER = Duration.ofMinutes(5);

    @TempDir
    Path here;

    private final ScriptedWindowsHost scripted =
            ScriptedWindowsHost.builder().user("ops", "Passw0rd").ssh().start();
    private SimulatedWindows windows;
    private PowerShellHost host;
    private byte[] content;
    private Path file;

    @BeforeEach
    void begin() throws IOException {
        windows = SimulatedWindows.behind(scripted);
        windows.files().createDirectory("D:\\releases");
        content = new byte[LONG];
        new Random(3).nextBytes(content);
        file = Files.write(here.resolve("app.zip"), content);
        host = PowerShellHost.ssh("127.0.0.1")
                .port(scripted.sshPort())
                .knownHosts(knownHosts())
                .login("ops", password())
                .build();
    }

    @AfterEach
    void end() {
        host.close();
        scripted.close();
    }

    private Path knownHosts() throws IOException {
        return Files.writeString(here.resolve("known_hosts"), scripted.knownHost() + "\n");
    }

    private static Secret password() {
        return Secret.of("Passw0rd".toCharArray());
    }

    private long scripts(String id) {
        return scripted.commands().stream()
                .filter(command -> command.scriptId().filter(id::equals).isPresent())
                .count();
    }

    private void requireArrived() {
        assertThat(windows.files().read(TO))
                .hasValueSatisfying(there -> assertThat(there).isEqualTo(content));
        assertThat(windows.files().in("D:\\releases")).containsExactly(TO);
    }

    @Test
    void a_long_file_takes_two_scripts_whatever_its_length() throws Exception {
        host.upload(file, TO, Progress.none());

        requireArrived();
        assertThat(scripts("windows/file-put")).isEqualTo(2);
    }

    @Test
    void a_short_file_goes_by_powershell() throws Exception {
        scripted.faults().refuseNextSftp();

        host.upload(Files.write(file, new byte[] {1}), TO, Progress.none());

        assertThat(scripted.faults().waiting()).isEqualTo(1);
    }

    @Test
    void a_host_that_refuses_sftp_gets_chunks() throws Exception {
        scripted.faults().refuseNextSftp();

        host.upload(file, TO, Progress.none());

        requireArrived();
        assertThat(scripted.faults().waiting()).isZero();
        assertThat(scripts("windows/file-put")).isEqualTo(4);
    }

    @Test
    void a_link_that_is_cut_leaves_the_old_file_and_the_next_upload_begins_anew() throws Exception {
        windows.files().write(TO, new byte[] {1});
        scripted.faults().dropNextSftpAfter(LONG / 2);

        assertThatExceptionOfType(TargetUnavailableException.class)
                .isThrownBy(() -> host.upload(file, TO, Progress.none()))
                .withMessageContaining("was lost while a file was sent; the file in its place was not touched");
        assertThat(windows.files().read(TO))
                .hasValueSatisfying(old -> assertThat(old).containsExactly(1));

        host.upload(file, TO, Progress.none());
        requireArrived();
    }

    @Test
    void a_disk_that_fills_up_is_told_and_leaves_the_old_file() {
        windows.files().write(TO, new byte[] {1});
        scripted.faults().slowLink(Duration.ofMillis(5));

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> host.upload(
                        file, TO, (done, all, what) -> windows.files().full(true)))
                .withMessageContaining(
                        "did not take all of a file (SFTP status 4); the file in its place was not touched");
        assertThat(windows.files().read(TO))
                .hasValueSatisfying(old -> assertThat(old).containsExactly(1));
    }

    @Test
    void what_was_sent_in_vain_takes_no_room() {
        scripted.faults().slowLink(Duration.ofMillis(5));
        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> host.upload(file, TO, (done, all, what) -> {
                    // Once: the host finds room again, which a part of this file would have taken.
                    windows.files().full(true);
                    scripted.onScript("windows/file-put", call -> {
                        windows.files().full(false);
                        windows.files().write(partOf(call.text("token")), call.payload());
                        return Map.of("length", call.payload().length, "sha256", "", "finished", false);
                    });
                }));
        assertThat(windows.files().in("D:\\releases"))
                .singleElement()
                .satisfies(part -> assertThat(windows.files().read(part))
                        .hasValueSatisfying(bytes -> assertThat(bytes).isEmpty()));
    }

    private static String partOf(String token) {
        return TO + "." + token + ".part";
    }

    @Test
    void a_file_that_changes_on_its_way_is_refused() {
        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> host.upload(file, TO, (done, all, what) -> spoil()))
                .withMessageContaining("was not touched");
        assertThat(windows.files().in("D:\\releases")).isEmpty();
    }

    private void spoil() {
        var part = windows.files().in("D:\\releases").get(0);
        windows.files().write(part, new byte[LONG]);
    }

    @Test
    void an_interrupt_ends_the_wait() throws Exception {
        var thrown = new CompletableFuture<Throwable>();
        var begun = new CompletableFuture<Boolean>();
        var caller = new Thread(() -> {
            try {
                host.upload(file, TO, (done, all, what) -> {
                    scripted.faults().slowLink(FOREVER);
                    begun.complete(true);
                });
                thrown.complete(new AssertionError("it went on"));
            } catch (Throwable e) {
                thrown.complete(e);
            }
        });
        scripted.faults().slowLink(Duration.ofMillis(20));
        caller.start();
        begun.get();
        caller.interrupt();

        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void a_host_that_takes_nothing_more_is_given_up() throws Exception {
        windows.files().write(TO, new byte[0]);
        try (var connection = transport().connect(Deadline.in(FOREVER))) {
            scripted.faults().slowLink(Duration.ofMillis(1));
            assertThatExceptionOfType(TransportException.class)
                    .isThrownBy(() -> connection.write(new FileWrite(
                            TO,
                            new ByteArrayInputStream(new byte[64 << 20]),
                            sent -> scripted.faults().slowLink(FOREVER),
                            Duration.ofMillis(300))))
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(TransportException.Reason.TIMEOUT));
        }
    }

    @Test
    void a_source_that_cannot_be_read_is_told_as_what_it_is() throws Exception {
        windows.files().write(TO, new byte[0]);
        try (var connection = transport().connect(Deadline.in(FOREVER))) {
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(() -> connection.write(new FileWrite(TO, broken(), sent -> {}, FOREVER)));
        }
    }

    private static InputStream broken() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("gone");
            }
        };
    }

    @Test
    void what_is_not_there_is_never_made() throws Exception {
        try (var connection = transport().connect(Deadline.in(FOREVER))) {
            for (var path : List.of(TO, "\\\\server\\share\\app.zip")) {
                assertThat(connection.write(
                                new FileWrite(path, new ByteArrayInputStream(new byte[9]), sent -> {}, FOREVER)))
                        .as(path)
                        .isFalse();
            }
        }
        assertThat(windows.files().in("D:\\releases")).isEmpty();
    }

    private SshTransport transport() throws IOException {
        return new SshTransport(
                "127.0.0.1",
                scripted.sshPort(),
                knownHosts(),
                SshLogin.byPassword("ops", password()),
                SftpPaths.OF_WINDOWS);
    }
}
