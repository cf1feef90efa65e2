package io.emrops.certificates;

import io.emrops.Target;
import io.emrops.certificate.CertificateFacts;
import io.emrops.certificate.CertificateSource;
import io.emrops.certificate.FoundCertificate;
import io.emrops.certificate.KeyState;
import io.emrops.network.Endpoint;
import io.emrops.reachability.ReachabilityProvider;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** What a server shows, as a source of certificates to be looked at, for services whose files are elsewhere. */
public final class ServedPlace implements CertificateSource {
    private final ReachabilityProvider from;
    private final Endpoint server;
    private final String serverName;

    private ServedPlace(ReachabilityProvider from, Endpoint server, String serverName) {
        this.from = Objects.requireNonNull(from, "from");
        this.server = Objects.requireNonNull(server, "server");
        this.serverName = Objects.requireNonNull(serverName, "serverName");
    }

    /**
     * What a server shows.
     *
     * @param serverName what clients call it
     * @throws IllegalArgumentException if no client could ask for it
     */
    public static ServedPlace at(ReachabilityProvider from, Endpoint server, String serverName) {
        ServerNames.require(serverName);
        return new ServedPlace(from, server, serverName);
    }

    @Override
    public Target target() {
        return new Target("tls-server", server.toString(), server + " " + serverName);
    }

    @Override
    public List<FoundCertificate> certificates() throws InterruptedException {
        var seen = new Witness(from, serverName, Duration.ofSeconds(1)).look(server);
        var place = server + " as " + serverName;
        if (seen.chain().isEmpty()) {
            return List.of(FoundCertificate.unreadable(place, seen.obstacle().orElseThrow()));
        }
        var faults = seen.certificate().filter(each -> !each.isFor(serverName)).map(CertificateFacts::names);
        return List.of(new FoundCertificate(
                place,
                seen.chain(),
                KeyState.NOT_SHOWN,
                faults.map(names -> List.of("it is not for " + serverName + " but for "
                                + (names.isEmpty() ? "no host" : String.join(", ", names))))
                        .orElse(List.of())));
    }
}
