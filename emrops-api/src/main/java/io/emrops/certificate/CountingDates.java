package io.emrops.certificate;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Which certificates of a chain have to be valid for clients: the first, and all above it but roots, which clients have themselves. */
final class CountingDates {
    private CountingDates() {}

    static Stream<CertificateFacts> of(List<CertificateFacts> chain) {
        return IntStream.range(0, chain.size())
                .filter(i -> i == 0 || !chain.get(i).selfIssued())
                .mapToObj(chain::get);
    }

    static Optional<CertificateFacts> endingFirst(List<CertificateFacts> chain) {
        return of(chain).min(Comparator.comparing(CertificateFacts::notAfter));
    }

    /** Why one of them is not valid yet. What has expired, the days tell. */
    static Optional<String> early(List<CertificateFacts> chain, Instant now) {
        return of(chain)
                .filter(each -> now.isBefore(each.notBefore()))
                .findFirst()
                .map(each -> (each.equals(chain.get(0)) ? "it" : "its authority " + each.subject())
                        + " is not valid before " + each.notBefore());
    }
}
