package io.emrops.certificate;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What certificate is wanted.
 *
 * @param names whom it is to be for: DNS names, a wildcard's included, and addresses; at least one, the first is the most usual one
 * @param key for what kind of key; a new one is made for each certificate
 * @param lifetime how long it is to be valid; empty for what the issuer gives. An issuer may give less
 */
public record CertificateOrder(List<String> names, KeyKind key, Optional<Duration> lifetime) {
    private static final Duration LONGEST = Duration.ofDays(3660);

    /** @throws IllegalArgumentException if there is no name, one is none that a server can have, or the lifetime is not positive or above ten years */
    public CertificateOrder {
        names = List.copyOf(new LinkedHashSet<>(names));
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(lifetime, "lifetime");
        if (names.isEmpty()) {
            throw new IllegalArgumentException("A certificate is for at least one name");
        }
        names.forEach(CertificateOrder::requireName);
        if (lifetime.filter(time -> time.isNegative() || time.isZero() || time.compareTo(LONGEST) > 0)
                .isPresent()) {
            throw new IllegalArgumentException("A certificate is valid for up to ten years, not " + lifetime.get());
        }
    }

    /** For these names, with a key on the curve P-256, for as long as the issuer gives. */
    public static CertificateOrder of(String... names) {
        return new CertificateOrder(List.of(names), KeyKind.EC_P256, Optional.empty());
    }

    /** The same, for another kind of key. */
    public CertificateOrder with(KeyKind kind) {
        return new CertificateOrder(names, kind, lifetime);
    }

    /** The same, valid for so long. */
    public CertificateOrder validFor(Duration time) {
        return new CertificateOrder(names, key, Optional.of(time));
    }

    /** Whether one of the names is an address, by how it is written. */
    public static boolean isAddress(String name) {
        return HostNames.isAddress(name);
    }

    /** Whether a certificate is for all of the names. */
    public boolean coveredBy(CertificateFacts certificate) {
        return names.stream()
                .allMatch(name -> name.startsWith("*.")
                        ? certificate.names().stream().anyMatch(name::equalsIgnoreCase)
                        : certificate.isFor(name));
    }

    private static void requireName(String name) {
        if (HostNames.isAddress(name) ? !HostNames.isSoundAddress(name) : !HostNames.isHostOrWildcard(name)) {
            throw new IllegalArgumentException(
                    "No name that a server can have: '" + name.replaceAll("\\p{Cntrl}", "?") + "'");
        }
    }

    /** {@code emr.example, www.emr.example, EC P-256}. */
    @Override
    public String toString() {
        return String.join(", ", names) + ", " + key
                + lifetime.map(time -> ", for " + time.toDays() + " days").orElse("");
    }
}
