package io.emrops.certificate;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a rotation has done: a new certificate is served.
 *
 * @param before what was in its place; empty if there was none
 * @param now what is in its place
 * @param proof what each server showed afterwards: all of them {@code now}
 * @param at when that was seen
 */
public record Rotation(
        Optional<CertificateFacts> before, CertificateFacts now, List<ServedCertificate> proof, Instant at) {
    public Rotation {
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(now, "now");
        proof = List.copyOf(proof);
        Objects.requireNonNull(at, "at");
    }
}
