package io.emrops.certificate;

import io.emrops.network.Endpoint;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a server showed in a TLS handshake, or what stood in the way.
 *
 * @param serverName who was asked for
 * @param chain its own certificate first; empty if none was shown
 * @param obstacle why none was shown, for people; empty if one was
 */
public record ServedCertificate(
        Endpoint endpoint, String serverName, List<CertificateFacts> chain, Optional<String> obstacle) {
    public ServedCertificate {
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(serverName, "serverName");
        chain = List.copyOf(chain);
        Objects.requireNonNull(obstacle, "obstacle");
        if (chain.isEmpty() == obstacle.isEmpty()) {
            throw new IllegalArgumentException("Either a certificate was shown, or something stood in the way");
        }
    }

    /** The server's own certificate. */
    public Optional<CertificateFacts> certificate() {
        return chain.stream().findFirst();
    }

    /** {@code 10.0.2.10:443 shows serial 1f}, or why it shows none. */
    @Override
    public String toString() {
        return endpoint
                + certificate()
                        .map(shown -> " shows serial " + shown.serial())
                        .orElseGet(() -> " " + obstacle.orElseThrow());
    }
}
