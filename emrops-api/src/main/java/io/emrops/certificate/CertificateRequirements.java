package io.emrops.certificate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a certificate has to keep to before it is put anywhere, its names apart.
 *
 * @param daysLeft how many whole days it is valid from now on, at least
 * @param weakAllowed whether keys and signatures are let pass that are too weak for servers of today; for equipment that can no better
 */
public record CertificateRequirements(int daysLeft, boolean weakAllowed) {
    /** @throws IllegalArgumentException if the days are negative */
    public CertificateRequirements {
        if (daysLeft < 0) {
            throw new IllegalArgumentException("Days are not negative: " + daysLeft);
        }
    }

    /** A day left at least, and nothing weak. */
    public static CertificateRequirements usual() {
        return new CertificateRequirements(1, false);
    }

    /** The same, with so many days left at least. */
    public CertificateRequirements daysLeft(int days) {
        return new CertificateRequirements(days, weakAllowed);
    }

    /** The same, where weak keys and signatures are let pass. */
    public CertificateRequirements allowingWeak() {
        return new CertificateRequirements(daysLeft, true);
    }

    /** What a certificate does not keep to, for people; empty if nothing. */
    public List<String> unmet(CertificateFacts certificate, Instant now) {
        var found = new ArrayList<String>();
        certificate.untimely(now).ifPresent(found::add);
        if (found.isEmpty() && certificate.daysLeft(now) < daysLeft) {
            found.add("it is valid for " + certificate.daysLeft(now) + " days, and has to be for " + daysLeft);
        }
        if (!weakAllowed) {
            certificate.weaknesses().forEach(weakness -> found.add("it has " + weakness));
        }
        return List.copyOf(found);
    }
}
