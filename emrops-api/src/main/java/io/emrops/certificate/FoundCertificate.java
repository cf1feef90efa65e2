package io.emrops.certificate;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A certificate at its place, or a place where none could be read.
 *
 * @param place where, for people, such as a file or an endpoint
 * @param chain the certificate, then who signed it, as far as they are there; empty if nothing could be read
 * @param key what is known of its key
 * @param faults what is wrong with it wherever it is used, time and names apart: unreadable, no key of its own, a chain that does not fit together; empty if nothing
 */
public record FoundCertificate(String place, List<CertificateFacts> chain, KeyState key, List<String> faults) {
    public FoundCertificate {
        Objects.requireNonNull(place, "place");
        chain = List.copyOf(chain);
        Objects.requireNonNull(key, "key");
        faults = List.copyOf(faults);
    }

    /** A place where a certificate should be, and none could be read. */
    public static FoundCertificate unreadable(String place, String why) {
        return new FoundCertificate(place, List.of(), KeyState.ABSENT, List.of(why));
    }

    /** The certificate itself; empty if it could not be read. */
    public Optional<CertificateFacts> certificate() {
        return chain.stream().findFirst();
    }
}
