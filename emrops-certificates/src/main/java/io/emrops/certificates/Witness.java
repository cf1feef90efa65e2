package io.emrops.certificates;

import io.emrops.Progress;
import io.emrops.certificate.CertificateFacts;
import io.emrops.certificate.ServedCertificate;
import io.emrops.network.Endpoint;
import io.emrops.reachability.Obstacle;
import io.emrops.reachability.ReachabilityProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Sees in TLS handshakes what servers show. */
final class Witness {
    /** A server that loads its certificate anew may have old and new workers for a moment. */
    private static final int TIMES = 3;

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final ReachabilityProvider from;
    private final String serverName;
    private final Duration within;

    Witness(ReachabilityProvider from, String serverName, Duration within) {
        this.from = from;
        this.serverName = serverName;
        this.within = within;
    }

    ServedCertificate look(Endpoint server) throws InterruptedException {
        var reply = from.tls(server, serverName);
        var shown = reply.facts()
                .map(facts -> facts.chain())
                .or(() -> reply.obstacle().flatMap(Witness::shownAllTheSame))
                .orElse(List.of());
        return new ServedCertificate(
                server,
                serverName,
                shown,
                shown.isEmpty() ? Optional.of(reply.obstacle().orElseThrow().words()) : Optional.empty());
    }

    /** One that asks for a certificate of the client shows its own before. */
    private static Optional<List<CertificateFacts>> shownAllTheSame(Obstacle obstacle) {
        return obstacle instanceof Obstacle.TlsFailed failed
                        && failed.reason() == Obstacle.Reason.CLIENT_CERTIFICATE_REQUIRED
                        && !failed.chain().isEmpty()
                ? Optional.of(failed.chain())
                : Optional.empty();
    }

    /** A name with several addresses may be several servers, of which only one would be seen. */
    List<String> ambiguities(Place place) throws InterruptedException {
        var found = new ArrayList<String>();
        for (var server : place.servers()) {
            var addresses = from.lookUp(server).facts().orElse(List.of());
            if (addresses.size() > 1) {
                found.add(server + " leads to " + addresses.size()
                        + " addresses, so that it is not known which server is seen: name them one by one, "
                        + addresses.stream().map(Endpoint::toString).collect(Collectors.joining(", ")));
            }
        }
        return found;
    }

    List<ServedCertificate> look(Place place) throws InterruptedException {
        var seen = new ArrayList<ServedCertificate>();
        for (var server : place.servers()) {
            seen.add(look(server));
        }
        return seen;
    }

    /** Whether a server shows a certificate, with all that is needed above it. */
    static boolean shows(ServedCertificate served, List<CertificateFacts> expected) {
        var shown = served.chain().stream().map(CertificateFacts::sha256).toList();
        return !shown.isEmpty()
                && shown.get(0).equals(expected.get(0).sha256())
                && expected.stream()
                        .filter(each -> each == expected.get(0) || !each.selfIssued())
                        .allMatch(each -> shown.contains(each.sha256()));
    }

    /** Waits until all servers of a place show a certificate, several times in a row; gives up when the time is over. */
    Sight await(Place place, List<CertificateFacts> expected, Progress progress) throws InterruptedException {
        var until = System.nanoTime() + within.toNanos();
        var proof = new ArrayList<ServedCertificate>();
        for (var server : place.servers()) {
            var seen = look(server);
            for (var times = shows(seen, expected) ? 1 : 0;
                    times < TIMES;
                    times = shows(seen, expected) ? times + 1 : 0) {
                if (times == 0) {
                    var left = until - System.nanoTime();
                    if (left <= 0) {
                        proof.add(seen);
                        return new Sight(false, List.copyOf(proof));
                    }
                    Thread.sleep(Math.min(PAUSE.toMillis(), 1 + left / 1_000_000));
                }
                seen = look(server);
            }
            proof.add(seen);
            progress.report(proof.size(), place.servers().size(), "servers show it");
        }
        return new Sight(true, List.copyOf(proof));
    }

    /**
     * What was seen.
     *
     * @param asExpected whether all servers show what they should; if not, the last one that is told does not
     */
    record Sight(boolean asExpected, List<ServedCertificate> seen) {
        /** The one that does not. */
        ServedCertificate last() {
            return seen.get(seen.size() - 1);
        }
    }
}
