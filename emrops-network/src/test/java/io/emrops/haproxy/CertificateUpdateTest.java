package io.emrops.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.certificate.ServiceReload;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A certificate that is handed to something that answers as it was told. Against HAProxy itself, it is tried where certificates are rotated. */
@Timeout(60)
class CertificateUpdateTest {
    private static final String CANARY = "a canary of a key";

    @TempDir
    Path folder;

    private final Queue<String> answers = new ArrayDeque<>();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private ServerSocketChannel server;
    private Path pem;

    @BeforeEach
    void start() throws Exception {
        pem = Files.writeString(folder.resolve("emr.pem"), "one\n\r\n" + CANARY + "\r\n \nthree");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(folder.resolve("admin.sock")));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private ServiceReload certificate(String... texts) {
        answers.addAll(List.of(texts));
        var thread = new Thread(this::serve);
        thread.setDaemon(true);
        thread.start();
        return HaProxy.at(folder.resolve("admin.sock")).build().certificate(pem);
    }

    private void serve() {
        try {
            while (!answers.isEmpty()) {
                try (var connection = server.accept()) {
                    var buffer = ByteBuffer.allocate(10_000);
                    while (connection.read(buffer) >= 0) {
                        // To its end.
                    }
                    heard.add(new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8));
                    connection.write(ByteBuffer.wrap(answers.remove().getBytes(StandardCharsets.UTF_8)));
                }
            }
            server.close();
        } catch (IOException e) {
            // The test is over.
        }
    }

    @Test
    void it_is_handed_over_without_empty_lines_and_committed() throws Exception {
        certificate("Transaction created for certificate " + pem + "!\n\n", "Committing " + pem + ".\nSuccess!\n\n")
                .reload(Progress.none());

        assertThat(heard)
                .containsExactly(
                        "set ssl cert " + pem + " <<\none\n" + CANARY + "\nthree\n\n", "commit ssl cert " + pem + "\n");
    }

    @Test
    void one_that_is_refused_in_the_end_is_given_up() {
        var reload = certificate(
                "Transaction updated for certificate " + pem + "!\n\n",
                "Committing " + pem + ".\ninconsistencies between private key and certificate\nFailed!\n\n",
                "Transaction aborted for certificate!\n\n");

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> reload.reload(Progress.none()))
                .withMessageContaining("goes on with the one that it has");
        assertThat(heard).hasSize(3).last().asString().isEqualTo("abort ssl cert " + pem + "\n");
    }

    @Test
    void one_that_is_refused_at_once_is_not_quoted() {
        var reload = certificate("Can't replace a certificate which is not referenced by the configuration!\n\n");

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> reload.reload(Progress.none()))
                .withMessageContaining("not referenced")
                .satisfies(e -> assertThat(e.toString()).doesNotContain(CANARY));
    }

    @Test
    void lost_before_it_counts_it_has_changed_nothing() {
        var early = certificate("");
        assertThatExceptionOfType(TargetUnavailableException.class)
                .isThrownBy(() -> early.reload(Progress.none()))
                .satisfies(e -> assertThat(e.toString()).doesNotContain(CANARY));
    }

    @Test
    void lost_at_the_end_is_not_known() {
        var late = certificate("Transaction created for certificate " + pem + "!\n\n", "Committing");
        assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(() -> late.reload(Progress.none()));
    }

    @Test
    void a_key_goes_over_no_network_and_a_path_is_one_word() throws Exception {
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() ->
                        HaProxy.at("127.0.0.1", 1).build().certificate(pem).reload(Progress.none()))
                .withMessageContaining("over a unix socket");
        var admin = HaProxy.at(folder.resolve("admin.sock")).build();
        for (var odd : List.of("/a b.pem", "/a;b.pem", "/a\nb.pem", "/a\\b.pem")) {
            assertThatIllegalArgumentException().isThrownBy(() -> admin.certificate(Path.of(odd)));
        }
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(
                        () -> admin.certificate(folder.resolve("absent.pem")).reload(Progress.none()))
                .withMessageContaining("HAProxy was told nothing");
    }
}
