package io.emrops.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.EmropsException;
import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.Secret;
import io.emrops.TargetUnavailableException;
import io.emrops.testkit.RequiresEngine;
import io.emrops.windows.ssh.SftpPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenSSH's server, with a stand-in for PowerShell that a shell of its user starts. All keys are those of ssh-keygen. */
@RequiresEngine({"sshd", "ssh-client"})
final class OpenSshServerIT extends PowerShellHostContract {
    private static final String PASSPHRASE = "battery staple";

    @TempDir
    static Path keys;

    private final List<String> sentTo = new ArrayList<>();
    private SshdProcess server;

    @BeforeAll
    static void makeKeys() throws Exception {
        for (var type : List.of("rsa", "ecdsa", "ed25519")) {
            generate("host-" + type, type, "");
        }
        generate("other", "ecdsa", "");
        generate("user", "ecdsa", "");
        generate("encrypted", "rsa", PASSPHRASE);
        generate("stranger", "ecdsa", "");
        Files.writeString(
                keys.resolve("authorized"),
                Files.readString(keys.resolve("user.pub")) + Files.readString(keys.resolve("encrypted.pub")));
    }

    private static void generate(String name, String type, String passphrase) throws Exception {
        var file = keys.resolve(name).toString();
        var made = new ProcessBuilder("ssh-keygen", "-q", "-t", type, "-N", passphrase, "-C", name, "-f", file)
                .inheritIO()
                .start();
        assertThat(made.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(made.exitValue()).isZero();
    }

    @Override
    PowerShellHost open(StandInPowerShell powerShell) throws Exception {
        powerShell.writeProgram(here.resolve("powershell.exe"));
        server = SshdProcess.start(
                here,
                here,
                List.of(keys.resolve("host-rsa"), keys.resolve("host-ecdsa"), keys.resolve("host-ed25519")),
                keys.resolve("authorized"));
        return withPassword(SshdProcess.PASSWORD);
    }

    private SshHostBuilder knownBy(String... hostKeys) throws IOException {
        var lines = new StringBuilder();
        for (var key : hostKeys) {
            lines.append("[127.0.0.1]:").append(server.port()).append(' ');
            lines.append(Files.readString(keys.resolve(key + ".pub")));
        }
        return PowerShellHost.ssh("127.0.0.1")
                .port(server.port())
                .knownHosts(Files.writeString(here.resolve("known_hosts"), lines))
                .sftpPaths(this::onDisk)
                .rawErrors(words::add);
    }

    private Optional<String> onDisk(String path) {
        try {
            sentTo.add(path);
            return Optional.of(new StandInPowerShell(disk).file(path).toString());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private PowerShellHost withPassword(String password) throws IOException {
        return knownBy("host-ecdsa")
                .login(SshdProcess.USER, Secret.of(password.toCharArray()))
                .build();
    }

    private static Secret key(String name) throws IOException {
        return Secret.of(Files.readString(keys.resolve(name)).toCharArray());
    }

    @AfterEach
    void stop() throws Exception {
        standIn().ifPresent(ProcessHandle::destroyForcibly);
        server.close();
    }

    @Override
    String lastCommand() throws Exception {
        return Files.readString(disk.resolve("arguments"));
    }

    /** The program that was started last, if it runs. */
    private Optional<ProcessHandle> standIn() throws IOException {
        var pid = disk.resolve("pid");
        return Files.exists(pid) ? ProcessHandle.of(Long.parseLong(Files.readString(pid))) : Optional.empty();
    }

    private static PowerShellCall<Echo> hang() {
        return CHANGE.with(new Asked("hang", "", List.of()));
    }

    @Test
    void what_outlives_its_channel_is_ended_by_its_own_watchdog() throws Exception {
        var time = Duration.ofSeconds(1);
        try (var host = withPassword(SshdProcess.PASSWORD)) {
            while (!Files.exists(disk.resolve("hanging"))) { // a slow machine may need longer to get there
                var call = hang().within(time);
                assertThatExceptionOfType(EmropsException.class).isThrownBy(() -> host.run(call));
                time = time.multipliedBy(2);
            }
        }

        var left = standIn();
        left.ifPresent(program ->
                assertThat(program.onExit().orTimeout(20, TimeUnit.SECONDS)).succeedsWithin(Duration.ofSeconds(20)));
        assertThat(disk.resolve("watchdog")).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"host-rsa", "host-ecdsa"})
    void a_host_with_many_keys_is_known_by_one(String hostKey) throws Exception {
        try (var host = knownBy(hostKey)
                .login(SshdProcess.USER, Secret.of(SshdProcess.PASSWORD.toCharArray()))
                .build()) {
            assertThat(host.identity().computerName()).isEqualTo("APP01");
        }
    }

    @Test
    void a_key_lets_the_user_in() throws Exception {
        try (var host = knownBy("host-ecdsa", "host-ed25519")
                .loginByKey(SshdProcess.USER, key("user"))
                .build()) {
            assertThat(host.identity().computerName()).isEqualTo("APP01");
        }
        assertThat(server.log()).contains("Accepted publickey for ops").doesNotContain("Failed");
    }

    @Test
    void an_encrypted_key_lets_the_user_in_with_its_passphrase() throws Exception {
        try (var host = knownBy("host-ecdsa")
                .loginByKey(SshdProcess.USER, key("encrypted"), Secret.of(PASSPHRASE.toCharArray()))
                .build()) {
            assertThat(host.identity().computerName()).isEqualTo("APP01");
        }
    }

    @Test
    void a_wrong_password_is_one_attempt() throws Exception {
        try (var host = withPassword("wrong horse")) {
            assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(host::identity)
                    .withMessageContaining("does not let the user in")
                    .withMessageContaining("nothing was done");
        }

        assertThat(server.logWith("authenticating user ops"))
                .filteredOn(line -> line.startsWith("Failed"))
                .singleElement()
                .asString()
                .startsWith("Failed password for ops");
    }

    @Test
    void a_wrong_key_is_one_attempt() throws Exception {
        try (var host = knownBy("host-ecdsa")
                .loginByKey(SshdProcess.USER, key("stranger"))
                .build()) {
            assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(host::identity)
                    .withMessageContaining("does not let the user in");
        }

        assertThat(server.logWith("authenticating user ops"))
                .filteredOn(line -> line.startsWith("Failed"))
                .singleElement()
                .asString()
                .startsWith("Failed publickey for ops");
    }

    @Test
    void another_key_than_the_known_one_is_refused_before_a_login_is_sent() throws Exception {
        try (var host = knownBy("other")
                .login(SshdProcess.USER, Secret.of(SshdProcess.PASSWORD.toCharArray()))
                .build()) {
            assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(host::identity)
                    .withMessageContaining("shows a key that is not the one it is known by");
        }

        assertThat(server.logWith("[preauth]")).noneMatch(line -> line.contains("ops"));
    }

    @Test
    void a_connection_that_is_cut_while_a_script_changes_something_is_in_doubt() throws Exception {
        var cut = CompletableFuture.runAsync(() -> {
            while (!Files.exists(disk.resolve("hanging"))) {
                Thread.onSpinWait();
            }
            server.killConnections();
        });

        try (var host = withPassword(SshdProcess.PASSWORD)) {
            assertThatExceptionOfType(OutcomeUnknownException.class)
                    .isThrownBy(() -> host.run(hang()))
                    .withMessageContaining("was lost while test/change ran");
        }
        cut.join();
        assertThat(standIn()).get().matches(ProcessHandle::isAlive, "runs on");
    }

    private Path random(int bytes) throws IOException {
        var content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        return Files.write(here.resolve("app.zip"), content);
    }

    @Test
    void a_large_file_is_sent_by_its_own_sftp() throws Exception {
        var file = random(64 << 20);

        try (var host = withPassword(SshdProcess.PASSWORD)) {
            assertThat(host.upload(file, "D:\\app.zip", Progress.none()).sent()).isTrue();
        }

        assertThat(sentTo).singleElement().asString().startsWith("D:\\app.zip.").endsWith(".part");
        assertThat(server.log()).contains("Starting session: subsystem 'sftp' for ops");
        assertThat(new StandInPowerShell(disk).file("D:\\app.zip")).hasSameBinaryContentAs(file);
    }

    @Test
    void a_connection_that_is_cut_while_a_file_is_sent_leaves_the_old_one() throws Exception {
        var old = new StandInPowerShell(disk).file("D:\\app.zip");
        Files.writeString(old, "old");
        var file = random(64 << 20);
        var cut = new AtomicBoolean();

        try (var host = withPassword(SshdProcess.PASSWORD)) {
            assertThatExceptionOfType(TargetUnavailableException.class)
                    .isThrownBy(() -> host.upload(file, "D:\\app.zip", (done, all, what) -> {
                        if (!cut.getAndSet(true)) {
                            server.killConnections();
                        }
                    }))
                    .withMessageContaining("was lost while a file was sent; the file in its place was not touched");
            assertThat(old).hasContent("old");

            assertThat(host.upload(file, "D:\\app.zip", Progress.none()).sent()).isTrue();
        }
        assertThat(old).hasSameBinaryContentAs(file);
    }

    @Test
    void where_sftp_sees_other_files_chunks_are_sent() throws Exception {
        var file = random(FileUpload.CHUNK + 1);
        try (var host = knownBy("host-ecdsa")
                .login(SshdProcess.USER, Secret.of(SshdProcess.PASSWORD.toCharArray()))
                .sftpPaths(SftpPaths.OF_WINDOWS)
                .build()) {
            host.upload(file, "D:\\app.zip", Progress.none());
        }
        assertThat(server.log()).contains("Starting session: subsystem 'sftp' for ops");
        assertThat(new StandInPowerShell(disk).file("D:\\app.zip")).hasSameBinaryContentAs(file);
    }

    @Test
    void a_server_that_has_gone_was_not_reached() throws Exception {
        server.close();

        try (var host = withPassword(SshdProcess.PASSWORD)) {
            assertThatExceptionOfType(TargetUnavailableException.class)
                    .isThrownBy(host::identity)
                    .withMessageContaining("cannot be reached by SSH; nothing was done");
        }
    }

    @Test
    void a_powershell_that_is_not_there_is_told_by_the_shell_of_the_user() throws Exception {
        Files.delete(here.resolve("powershell.exe"));

        try (var host = withPassword(SshdProcess.PASSWORD)) {
            assertThatExceptionOfType(TargetUnavailableException.class)
                    .isThrownBy(host::identity)
                    .withMessageContaining("exit 127");
        }
        assertThat(words).anyMatch(line -> line.contains("exit 127"));
    }
}
