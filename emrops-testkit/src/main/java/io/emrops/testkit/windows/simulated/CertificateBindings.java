package io.emrops.testkit.windows.simulated;

import io.emrops.testkit.windows.PowerShellError;
import java.util.List;
import java.util.Objects;

/** The bindings for HTTPS of a simulated IIS, as the scripts for certificates see them. */
public interface CertificateBindings {
    /**
     * A binding.
     *
     * @param information as IIS writes it: {@code *:443:emrnext}
     * @param thumbprint empty if it has no certificate
     * @param store empty if it has no certificate
     * @param sslFlags 1 for server name indication, 2 for the central store
     */
    record Bound(String site, String information, String thumbprint, String store, int sslFlags) {
        /** Checks that all is there. */
        public Bound {
            Objects.requireNonNull(site, "site");
            Objects.requireNonNull(information, "information");
            Objects.requireNonNull(thumbprint, "thumbprint");
            Objects.requireNonNull(store, "store");
        }
    }

    /** Whether there is a site, whatever its bindings; names are compared without case. */
    boolean hasSite(String name);

    /** All bindings for HTTPS. */
    List<Bound> https();

    /**
     * Puts a binding in the place of the one of the same site and information.
     *
     * @throws PowerShellError if the configuration cannot be written; nothing was changed then
     */
    void replace(Bound binding);
}
