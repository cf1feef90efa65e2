package io.emrops.certificates;

import io.emrops.Target;
import io.emrops.certificate.CertificateFacts;
import io.emrops.certificates.x509.PemContent;
import io.emrops.network.Endpoint;
import io.emrops.reachability.HttpExpectation;
import io.emrops.reachability.HttpFacts;
import io.emrops.reachability.Obstacle;
import io.emrops.reachability.ReachabilityProvider;
import io.emrops.reachability.Reply;
import io.emrops.reachability.TcpFacts;
import io.emrops.reachability.TlsFacts;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Servers that show what was in their files when they were last told to load them; without a handshake, so that many rotations can be tried. */
final class LoadedFiles implements ReachabilityProvider {
    private final List<Server> servers = new ArrayList<>();
    private final List<Endpoint> addresses = new ArrayList<>();

    /** One of them; its number is its port. */
    final class Server {
        private final Path file;
        private final Endpoint endpoint = new Endpoint("127.0.0.1", servers.size() + 1);
        private List<CertificateFacts> shown = List.of();
        private boolean stubborn;
        private boolean down;

        private Server(Path file) {
            this.file = file;
        }

        Endpoint endpoint() {
            return endpoint;
        }

        /** From now on it says that it has loaded its certificate, and has not. */
        void stubborn(boolean is) {
            stubborn = is;
        }

        /** It is down. */
        void showNothing() {
            down = true;
        }

        void showAgain() {
            down = false;
        }

        void reload() throws Exception {
            if (!stubborn) {
                var content = PemContent.read(Files.readAllBytes(file), Optional.empty());
                shown = content.certificates().stream()
                        .map(CertificateFacts::of)
                        .toList();
            }
        }
    }

    Server add(Path file) throws Exception {
        var server = new Server(file);
        server.reload();
        servers.add(server);
        return server;
    }

    @Override
    public Target target() {
        return Target.thisMachine();
    }

    /** All names have these addresses. */
    void leadsTo(Endpoint... these) {
        addresses.clear();
        addresses.addAll(List.of(these));
    }

    @Override
    public Reply<TlsFacts> tls(Endpoint endpoint, String serverName) {
        if (servers.get(endpoint.port() - 1).down) {
            return new Reply.Unreached<>(endpoint, Duration.ZERO, new Obstacle.Refused());
        }
        return new Reply.Reached<>(
                endpoint,
                endpoint,
                Duration.ZERO,
                new TlsFacts(
                        Instant.now(),
                        serverName,
                        "TLSv1.3",
                        "TLS_AES_256_GCM_SHA384",
                        servers.get(endpoint.port() - 1).shown,
                        TlsFacts.Trust.SELF_SIGNED,
                        false));
    }

    @Override
    public Reply<List<Endpoint>> lookUp(Endpoint endpoint) {
        return new Reply.Reached<>(
                endpoint, endpoint, Duration.ZERO, addresses.isEmpty() ? List.of(endpoint) : addresses);
    }

    @Override
    public Reply<TcpFacts> tcp(Endpoint endpoint) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Reply<HttpFacts> http(URI uri, Endpoint endpoint, HttpExpectation expectation) {
        throw new UnsupportedOperationException();
    }
}
