package io.emrops.certificates.acme;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.connector.Connection;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.provider.GenericAcmeProvider;
import org.shredzone.acme4j.toolbox.JSON;

/** Speaks to an ACME server over a client of its own, which trusts what it is told to. */
final class Directory extends GenericAcmeProvider {
    private final List<X509Certificate> authorities;
    private final Deadline deadline;

    /**
     * @param authorities those that vouch for the server; none for those that the JVM trusts
     * @param deadline until when it is waited for answers
     */
    Directory(List<X509Certificate> authorities, Deadline deadline) {
        this.authorities = List.copyOf(authorities);
        this.deadline = deadline;
    }

    @Override
    public Connection connect(URI server, NetworkSettings settings, HttpClient client) {
        return new Line(createHttpConnector(settings, client), deadline);
    }

    /** Once for each session: it is for one order. */
    @Override
    public @Nullable JSON directory(Session session, URI server) throws AcmeException {
        return session.hasDirectory() ? null : super.directory(session, server);
    }

    @Override
    public HttpClient createHttpClient(NetworkSettings settings) {
        var client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(settings.getTimeout());
        if (!authorities.isEmpty()) {
            client.sslContext(trusting());
        }
        return client.build();
    }

    private SSLContext trusting() {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (var i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry("authority-" + i, authorities.get(i));
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every JDK has PKCS#12 and TLS", e);
        }
    }
}
