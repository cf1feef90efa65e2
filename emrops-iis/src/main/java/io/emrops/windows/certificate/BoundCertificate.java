package io.emrops.windows.certificate;

import java.util.Objects;

/**
 * Which certificate a binding has.
 *
 * @param thumbprint as in {@link WindowsCertificate}; empty if it has none
 * @param store the name of the store it is taken from, empty if there is none
 * @param serverNameIndication whether it is chosen by the name that a client asks for; without it, all bindings of an address and port
 *     share one certificate
 */
public record BoundCertificate(SiteBinding binding, String thumbprint, String store, boolean serverNameIndication) {
    public BoundCertificate {
        Objects.requireNonNull(binding, "binding");
        Objects.requireNonNull(thumbprint, "thumbprint");
        Objects.requireNonNull(store, "store");
    }
}
