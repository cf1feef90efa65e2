package io.emrops.vantage;

import io.emrops.reachability.TlsFacts;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** A handshake for a server name. It resumes no session, so that the server has to show its certificate. */
final class Handshake {
    private final String serverName;
    private final Optional<SNIServerName> indication;
    private final X509ExtendedTrustManager judge;

    /**
     * @param judge says which chains are trusted
     * @throws IllegalArgumentException if it can be no name of a server
     */
    Handshake(String serverName, X509ExtendedTrustManager judge) {
        this.serverName = serverName.endsWith(".") ? serverName.substring(0, serverName.length() - 1) : serverName;
        // "Literal IPv4 and IPv6 addresses are not permitted": RFC 6066, 3.
        this.indication = isAddress(this.serverName) ? Optional.empty() : Optional.of(new SNIHostName(this.serverName));
        this.judge = judge;
    }

    private static boolean isAddress(String host) {
        return host.contains(":") || host.matches("\\d+(\\.\\d+){3}");
    }

    /** A connection with TLS, and what was seen. */
    record Shaken(TlsLine line, TlsFacts facts) {}

    Shaken over(Line below, Instant now) throws Obstructed, InterruptedException {
        var witness = new Witness(judge);
        var identity = new NoIdentity();
        var line = new TlsLine(below, engine(witness, identity), witness, identity);
        var session = line.handshake();
        var facts = new TlsFacts(
                now,
                serverName,
                session.getProtocol(),
                session.getCipherSuite(),
                witness.chain(),
                witness.trust(),
                identity.asked());
        return new Shaken(line, facts);
    }

    private SSLEngine engine(Witness witness, NoIdentity identity) {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {identity}, new TrustManager[] {witness}, null);
            var engine = context.createSSLEngine();
            engine.setUseClientMode(true);
            var parameters = engine.getSSLParameters();
            indication.ifPresent(name -> parameters.setServerNames(List.of(name)));
            engine.setSSLParameters(parameters);
            return engine;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }
}
