package io.emrops.docker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TlsFailureTest {
    private static final char[] PASSWORD = "of a test".toCharArray();

    @TempDir
    private static Path directory;

    private static SSLContext server;
    private static SSLContext stranger;

    @BeforeAll
    static void makeCertificates() throws Exception {
        var ofServer = pair("server");
        var ofStranger = pair("stranger");
        server = context(ofServer, ofServer);
        stranger = context(ofStranger, ofServer);
    }

    @Test
    void a_server_that_does_not_accept_our_certificate_says_so() throws Exception {
        try (var refusing = new Refusing(server)) {
            assertThat(TlsFailure.ask(refusing.address(), stranger)).contains("it does not accept our certificate");
        }
    }

    @Test
    void a_server_that_goes_away_without_a_word_gave_no_reason() throws Exception {
        try (var mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var closing = new Thread(() -> {
                try {
                    while (true) {
                        mute.accept().close();
                    }
                } catch (IOException e) {
                    // The test is over.
                    return;
                }
            });
            closing.start();

            assertThat(TlsFailure.ask(address(mute), stranger)).isEmpty();
        }
    }

    @Test
    void a_socket_that_broke_is_no_reason_of_tls() {
        var broken = new SSLException("Broken pipe", new SocketException("Broken pipe"));

        assertThat(TlsFailure.reason(new IllegalStateException(broken))).isEmpty();
        assertThat(TlsFailure.isBrokenOff(new IllegalStateException(broken))).isTrue();
        assertThat(TlsFailure.reason(new SSLHandshakeException("Received fatal alert: bad_certificate")))
                .contains("it does not accept our certificate");
        assertThat(TlsFailure.isBrokenOff(new SSLHandshakeException("No available authentication scheme")))
                .isFalse();
    }

    private static URI address(ServerSocket socket) {
        return URI.create("tcp://127.0.0.1:" + socket.getLocalPort());
    }

    private static Path pair(String name) throws Exception {
        var file = directory.resolve(name + ".p12");
        var tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var command = List.of(
                tool,
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
        return file;
    }

    private static SSLContext context(Path own, Path trusted) throws Exception {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store(own), PASSWORD);
        var authorities = KeyStore.getInstance("PKCS12");
        authorities.load(null, null);
        authorities.setCertificateEntry("trusted", store(trusted).getCertificate("server"));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(authorities);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore store(Path file) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    /** A server that wants a certificate, and trusts nobody's but its own. */
    private static final class Refusing implements AutoCloseable {
        private final SSLServerSocket socket;

        Refusing(SSLContext context) throws IOException {
            socket = (SSLServerSocket)
                    context.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress());
            socket.setNeedClientAuth(true);
            new Thread(this::serve).start();
        }

        URI address() {
            return TlsFailureTest.address(socket);
        }

        private void serve() {
            while (!socket.isClosed()) {
                try (var client = (SSLSocket) socket.accept()) {
                    client.startHandshake();
                } catch (IOException e) {
                    // It refuses everybody.
                    continue;
                }
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
