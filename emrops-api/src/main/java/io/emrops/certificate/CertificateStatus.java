package io.emrops.certificate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a service has for its certificate, and what its servers show.
 *
 * @param at when it was looked at
 * @param service its name for people
 * @param stored what is at its places
 * @param served what its servers show
 * @param faults what is wrong: unreadable, not for the service's name, a key of another one, a chain with a gap, a server that shows something else; empty if nothing
 */
public record CertificateStatus(
        Instant at,
        String service,
        List<FoundCertificate> stored,
        List<ServedCertificate> served,
        List<String> faults) {
    public CertificateStatus {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(service, "service");
        stored = List.copyOf(stored);
        served = List.copyOf(served);
        faults = List.copyOf(faults);
    }

    /** The one that ends first of all that are in use, authorities above them included, roots apart; empty if none could be seen. */
    public Optional<CertificateFacts> endingFirst() {
        return Stream.concat(
                        stored.stream().map(FoundCertificate::chain),
                        served.stream().map(ServedCertificate::chain))
                .flatMap(CountingDates::of)
                .min(Comparator.comparing(CertificateFacts::notAfter));
    }

    /** How many whole days all of them are still valid; empty if none could be seen. */
    public Optional<Long> daysLeft() {
        return endingFirst().map(first -> first.daysLeft(at));
    }

    /** For people, a line for each place and server. */
    public List<String> lines() {
        var lines = new ArrayList<String>();
        for (var each : stored) {
            lines.add(each.place() + ": "
                    + each.certificate()
                            .map(leaf -> words(leaf, each.chain()))
                            .orElseGet(() -> String.join("; ", each.faults())));
        }
        for (var each : served) {
            lines.add(each.endpoint() + " as " + each.serverName() + ": "
                    + each.certificate()
                            .map(leaf -> words(leaf, each.chain()))
                            .orElseGet(each.obstacle()::orElseThrow));
        }
        return List.copyOf(lines);
    }

    private String words(CertificateFacts facts, List<CertificateFacts> chain) {
        var first = CountingDates.endingFirst(chain).orElse(facts);
        return facts.subject() + ", serial " + facts.serial() + ", " + facts.key() + ", " + first.daysLeft(at)
                + " days left" + (first.equals(facts) ? "" : " of its authority " + first.subject());
    }
}
