package io.emrops.docker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

final class TlsFailureTest {
    /** A fatal alert, bad_certificate, of TLS 1.2 and in the clear. */
    private static final byte[] BAD_CERTIFICATE = {21, 3, 3, 0, 2, 2, 42};

    @Test
    void a_connection_that_broke_off_below_tls_tells_no_reason() {
        assertThat(TlsFailure.reason(new SSLException("Broken pipe", new SocketException("Broken pipe"))))
                .isEmpty();
        assertThat(TlsFailure.reason(new SSLHandshakeException("Remote host terminated the handshake")
                        .initCause(new EOFException())))
                .isEmpty();
    }

    @Test
    void neither_does_one_that_is_wrapped_twice_or_was_silent() {
        assertThat(TlsFailure.reason(new SSLException(
                        "Broken pipe", new IOException("written", new SocketException("Broken pipe")))))
                .isEmpty();
        assertThat(TlsFailure.reason(new SSLException("Read timed out", new SocketTimeoutException("Read timed out"))))
                .isEmpty();
    }

    @Test
    void what_tls_itself_says_is_a_reason() {
        assertThat(TlsFailure.reason(new SSLException("Received fatal alert: handshake_failure")))
                .contains("TLS could not be agreed upon");
        assertThat(TlsFailure.reason(new SSLException("Received fatal alert: bad_certificate")))
                .contains("it does not accept our certificate");
    }

    @Test
    void an_alert_before_a_reset_is_heard() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var served = CompletableFuture.runAsync(() -> refuse(server));

            var reason =
                    TlsFailure.ask(URI.create("tcp://127.0.0.1:" + server.getLocalPort()), SSLContext.getDefault());

            assertThat(reason).contains("it does not accept our certificate");
            served.join();
        }
    }

    @Test
    void a_server_that_does_not_speak_tls_is_told() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var served = CompletableFuture.runAsync(
                    () -> answer(server, "HTTP/1.0 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));

            var reason =
                    TlsFailure.ask(URI.create("tcp://127.0.0.1:" + server.getLocalPort()), SSLContext.getDefault());

            assertThat(reason).contains("it does not speak TLS at this port");
            served.join();
        }
    }

    /** Closing with data unread resets the connection. */
    private static void refuse(ServerSocket server) {
        answer(server, BAD_CERTIFICATE);
    }

    private static void answer(ServerSocket server, byte[] answer) {
        try (Socket client = server.accept()) {
            assertThat(client.getInputStream().read()).isEqualTo(22);
            client.getOutputStream().write(answer);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
