package io.emrops.certificates;

import io.emrops.certificate.CertificateFacts;
import io.emrops.certificate.CertificateOrder;
import io.emrops.certificate.CertificateRequirements;
import io.emrops.certificate.FoundCertificate;
import io.emrops.certificate.KeyState;
import io.emrops.certificate.KeyedCertificate;
import io.emrops.certificates.x509.Chain;
import io.emrops.certificates.x509.Keys;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Whether a certificate may be put anywhere. The key comes first: some servers notice only when they are to use it. */
record Examination(
        CertificateRequirements requirements,
        Set<X509Certificate> authorities,
        List<RevocationList> revocations,
        InstantSource clock) {
    private static final Duration CLOCKS = Duration.ofMinutes(5);

    Examination {
        authorities = Set.copyOf(authorities);
        revocations = List.copyOf(revocations);
    }

    /** How long it takes until one that was just issued begins, where its authority's clock is a little ahead of ours; none if it has begun, or begins much later. */
    Duration untilItBegins(KeyedCertificate issued) {
        var left = Duration.between(
                clock.instant(), issued.certificate().getNotBefore().toInstant());
        return left.isNegative() || left.compareTo(CLOCKS) > 0 ? Duration.ZERO : left;
    }

    /** What is wrong with one that was issued. */
    List<String> faults(KeyedCertificate issued, CertificateOrder order) {
        var now = clock.instant();
        var found = new ArrayList<String>();
        if (!Keys.belongTogether(issued.key(), issued.certificate().getPublicKey())) {
            found.add("its key is that of another certificate");
        }
        found.addAll(Chain.faults(issued.chain()));
        if (!authorities.isEmpty()) {
            Chain.distrust(issued.chain(), authorities, now).ifPresent(found::add);
        }
        revocations.forEach(list -> found.addAll(list.against(issued.chain(), authorities, now)));
        found.addAll(faults(issued.chain().stream().map(CertificateFacts::of).toList(), order));
        return found;
    }

    /** What is wrong by now with one that was put beside earlier. */
    List<String> faults(FoundCertificate beside, CertificateOrder order) {
        var found = new ArrayList<>(beside.faults());
        if (found.isEmpty() && beside.key() != KeyState.MATCHES) {
            found.add("its key is not there");
        }
        found.addAll(faults(beside.chain(), order));
        return found;
    }

    private List<String> faults(List<CertificateFacts> chain, CertificateOrder order) {
        var found = new ArrayList<>(faultsOf(chain, requirements.daysLeft()));
        if (!chain.isEmpty() && !order.coveredBy(chain.get(0))) {
            found.add("it is for " + String.join(", ", chain.get(0).names()) + " and not for all of "
                    + String.join(", ", order.names()));
        }
        return found;
    }

    /** What keeps clients from it, names apart. Those above it are looked at too, but for roots, which clients have themselves. */
    List<String> faultsOf(List<CertificateFacts> chain, int daysLeft) {
        var now = clock.instant();
        var held = requirements.daysLeft(daysLeft);
        var found = new ArrayList<String>();
        for (var i = 0; i < chain.size(); i++) {
            var facts = chain.get(i);
            if (i == 0) {
                found.addAll(held.unmet(facts, now));
            } else if (!facts.selfIssued()) {
                held.unmet(facts, now)
                        .forEach(fault -> found.add("of its authority " + facts.subject() + ": " + fault));
            }
        }
        return found;
    }
}
