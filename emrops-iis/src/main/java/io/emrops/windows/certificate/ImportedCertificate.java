package io.emrops.windows.certificate;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A certificate that is in the store, with its key.
 *
 * @param thumbprint as in {@link WindowsCertificate}
 * @param subject as in {@link WindowsCertificate}
 * @param notAfter until when it is valid
 * @param added false if it was there already
 * @param chainAdded the thumbprints of the intermediate certificates that were not in the store CA before
 */
public record ImportedCertificate(
        String thumbprint, String subject, Instant notAfter, boolean added, List<String> chainAdded) {
    public ImportedCertificate {
        thumbprint = WindowsCertificate.requireThumbprint(thumbprint);
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(notAfter, "notAfter");
        chainAdded = List.copyOf(chainAdded);
    }

    /** Whether nothing had to be done. */
    public boolean unchanged() {
        return !added && chainAdded.isEmpty();
    }
}
