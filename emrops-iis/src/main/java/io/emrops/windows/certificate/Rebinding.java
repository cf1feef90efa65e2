package io.emrops.windows.certificate;

import java.util.Objects;

/**
 * What became of a binding.
 *
 * @param changed false if it had the certificate already
 * @param before which certificate it had; empty if none
 * @param now which it has; empty if none
 */
public record Rebinding(SiteBinding binding, boolean changed, String before, String now) {
    public Rebinding {
        Objects.requireNonNull(binding, "binding");
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(now, "now");
    }
}
