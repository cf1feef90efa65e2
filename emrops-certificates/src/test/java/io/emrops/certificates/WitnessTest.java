package io.emrops.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.certificate.CertificateFacts;
import io.emrops.certificate.KeyedCertificate;
import io.emrops.certificates.x509.Party;
import io.emrops.network.Endpoint;
import io.emrops.vantage.VantagePoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What counts as being shown. */
class WitnessTest {
    private static final Party ONE = made();
    private static final Party OTHER = made();

    private SSLServerSocket listener;

    private static Party made() {
        try {
            return Party.server("emr.example").made();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void stop() throws Exception {
        listener.close();
    }

    private Endpoint server(KeyedCertificate shown, String protocol, boolean demanding) throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {new Showing(shown)}, null, null);
        listener = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        listener.setEnabledProtocols(new String[] {protocol});
        listener.setNeedClientAuth(demanding);
        var thread = new Thread(this::serve, "witness-test-server");
        thread.setDaemon(true);
        thread.start();
        return new Endpoint("127.0.0.1", listener.getLocalPort());
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (var socket = (SSLSocket) listener.accept()) {
                socket.setSoTimeout(5_000);
                socket.startHandshake();
                socket.getInputStream().read();
            } catch (IOException e) {
                // The client's business.
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2, false", "TLSv1.2, true", "TLSv1.3, false", "TLSv1.3, true"})
    void a_certificate_is_shown_by_whoever_has_its_key(String protocol, boolean demanding) throws Exception {
        var witness = new Witness(VantagePoint.here(), "emr.example", Duration.ofSeconds(1));

        var sound = witness.look(server(ONE.keyed(), protocol, demanding));
        assertThat(sound.certificate()).contains(CertificateFacts.of(ONE.certificate()));
        listener.close();

        var stolen = new KeyedCertificate(OTHER.keyed().key(), ONE.chain());
        var seen = witness.look(server(stolen, protocol, demanding));
        assertThat(seen.certificate()).as(String.valueOf(seen.obstacle())).isEmpty();
        assertThat(seen.obstacle()).isPresent();
    }

    /** Shows what it is told to, whether it fits or not. */
    private static final class Showing extends X509ExtendedKeyManager {
        private final KeyedCertificate what;

        Showing(KeyedCertificate what) {
            this.what = what;
        }

        @Override
        public String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
            return "it";
        }

        @Override
        public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            return type.startsWith("EC") ? "it" : null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return what.chain().toArray(new X509Certificate[0]);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return what.key();
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return new String[] {"it"};
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return null;
        }

        @Override
        public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return null;
        }
    }
}
