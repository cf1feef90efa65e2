package io.emrops.windows.certificate;

import java.util.Objects;

/**
 * Where the HTTP kernel driver (http.sys) uses a certificate: for IIS, and for others such as WinRM.
 *
 * @param endpoint as the registry has it: {@code 0.0.0.0:5986}, {@code emrnext.hospital.example:443}
 * @param thumbprint as in {@link WindowsCertificate}
 * @param store the name of the store it is taken from; empty for My
 */
public record Listener(String endpoint, String thumbprint, String store) {
    public Listener {
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(thumbprint, "thumbprint");
        Objects.requireNonNull(store, "store");
    }

    /** In one line. */
    @Override
    public String toString() {
        return "listener " + X509Text.printable(endpoint);
    }
}
