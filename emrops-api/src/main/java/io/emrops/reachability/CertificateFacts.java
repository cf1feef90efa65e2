package io.emrops.reachability;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What a certificate says, as in RFC 5280, 4.1.
 *
 * @param subject whose it is, by RFC 2253
 * @param issuer who signed it, by RFC 2253
 * @param names the hosts it is for: the DNS names and addresses among its alternative names; IPv6 as RFC 5952 writes it. An address that
 *     stands there as a DNS name is for nobody (RFC 9525, 6.5) and left out
 * @param serial hexadecimal, in lower case, without leading zeros
 * @param notBefore from when on it is valid
 * @param notAfter until when it is valid, inclusive
 * @param sha256 the hash of the whole certificate, hexadecimal, in lower case
 */
public record CertificateFacts(
        String subject,
        String issuer,
        List<String> names,
        String serial,
        Instant notBefore,
        Instant notAfter,
        String sha256) {
    public CertificateFacts {
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(issuer, "issuer");
        names = List.copyOf(names);
        Objects.requireNonNull(serial, "serial");
        Objects.requireNonNull(notBefore, "notBefore");
        Objects.requireNonNull(notAfter, "notAfter");
        Objects.requireNonNull(sha256, "sha256");
    }

    /** Whether subject and issuer are the same, as in a root, or a certificate that is signed by itself. */
    public boolean selfIssued() {
        return subject.equals(issuer);
    }

    /** How many whole days it is still valid; negative once it has expired. */
    public long daysLeft(Instant now) {
        return Math.floorDiv(
                Duration.between(now, notAfter).toSeconds(), Duration.ofDays(1).toSeconds());
    }

    /**
     * Whether it is for this host, by RFC 9525: by the alternative names alone, not by the subject; a wildcard stands for one whole label,
     * the leftmost, and never for an address.
     *
     * @param host a name or an address; IPv6 without brackets, in any writing
     */
    public boolean isFor(String host) {
        return HostNames.oneMatches(names, host);
    }
}
