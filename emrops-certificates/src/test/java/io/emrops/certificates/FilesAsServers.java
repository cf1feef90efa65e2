package io.emrops.certificates;

import io.emrops.Target;
import io.emrops.certificate.CertificateFacts;
import io.emrops.certificates.x509.PemContent;
import io.emrops.certificates.x509.UnreadableException;
import io.emrops.network.Endpoint;
import io.emrops.reachability.HttpExpectation;
import io.emrops.reachability.HttpFacts;
import io.emrops.reachability.Obstacle;
import io.emrops.reachability.ReachabilityProvider;
import io.emrops.reachability.Reply;
import io.emrops.reachability.TcpFacts;
import io.emrops.reachability.TlsFacts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Servers that show what is in their files at any moment; the number of a file is the port. */
record FilesAsServers(List<Path> files) implements ReachabilityProvider {
    FilesAsServers(Path... files) {
        this(List.of(files));
    }

    @Override
    public Target target() {
        return Target.thisMachine();
    }

    @Override
    public Reply<TlsFacts> tls(Endpoint endpoint, String serverName) {
        try {
            var chain = PemContent.read(Files.readAllBytes(files.get(endpoint.port() - 1)), Optional.empty())
                    .certificates();
            return new Reply.Reached<>(
                    endpoint,
                    endpoint,
                    Duration.ZERO,
                    new TlsFacts(
                            Instant.now(),
                            serverName,
                            "TLSv1.3",
                            "TLS_AES_256_GCM_SHA384",
                            chain.stream().map(CertificateFacts::of).toList(),
                            TlsFacts.Trust.SELF_SIGNED,
                            false));
        } catch (IOException | UnreadableException e) {
            return new Reply.Unreached<>(endpoint, Duration.ZERO, new Obstacle.Refused());
        }
    }

    @Override
    public Reply<List<Endpoint>> lookUp(Endpoint endpoint) {
        return new Reply.Reached<>(endpoint, endpoint, Duration.ZERO, List.of(endpoint));
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
