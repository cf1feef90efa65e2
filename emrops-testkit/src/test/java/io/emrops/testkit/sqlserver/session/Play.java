package io.emrops.testkit.sqlserver.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.emrops.testkit.sqlserver.protocol.ServerVersion;
import io.emrops.testkit.tls.TestCertificate;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A server that is tried hard, and a session that is open all the while and must not notice. */
final class Play implements AutoCloseable {
    private static final Duration AT_MOST = Duration.ofSeconds(20);

    final TestHost host = new TestHost();
    final TdsServer server;
    private final @Nullable RawClient witness;
    private final byte[] rightAnswer;

    private Play(@Nullable SSLContext tls, boolean requiresEncryption, Duration loginLimit) throws IOException {
        server = TdsServer.start(
                host,
                new ServerSettings(
                        "test", new ServerVersion(16, 0, 1000), "master", tls, requiresEncryption, null, loginLimit));
        // One that encrypts everything has no session in the clear to look on.
        witness = requiresEncryption ? null : RawClient.loggedIn(server.port());
        rightAnswer = witness == null ? new byte[0] : witness.ask("SELECT 1");
    }

    /** A server that does not encrypt. */
    static Play inTheClear(Duration loginLimit) throws IOException {
        return new Play(null, false, loginLimit);
    }

    static Play offeringTls(Duration loginLimit) throws IOException {
        return new Play(TestCertificate.forLocalhost().serverContext(), false, loginLimit);
    }

    static Play requiringTls(Duration loginLimit) throws IOException {
        return new Play(TestCertificate.forLocalhost().serverContext(), true, loginLimit);
    }

    int port() {
        return server.port();
    }

    /** Nobody but the witness is left, no session has broken, and the witness is answered as before. */
    void requireUnharmed() throws IOException {
        var left = witness == null ? 0 : 1;
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .atMost(AT_MOST)
                .untilAsserted(() -> assertThat(server.connections()).isLessThanOrEqualTo(left));
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .atMost(AT_MOST)
                .untilAsserted(() -> assertThat(threadsInSessions()).hasSizeLessThanOrEqualTo(2 * left));
        assertThat(host.broken).isEmpty();
        if (witness != null) {
            assertThat(witness.ask("SELECT 1")).isEqualTo(rightAnswer);
        }
    }

    private List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("sql-server-" + server.port() + "-"))
                .toList();
    }

    private List<Thread> threadsInSessions() {
        return threads().stream()
                .filter(thread -> Arrays.stream(thread.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().equals(Connection.class.getName())))
                .toList();
    }

    @Override
    public void close() throws IOException {
        if (witness != null) {
            witness.close();
        }
        server.close();
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .atMost(AT_MOST)
                .untilAsserted(() -> assertThat(threads()).isEmpty());
        assertThat(server.connections()).isZero();
    }
}
