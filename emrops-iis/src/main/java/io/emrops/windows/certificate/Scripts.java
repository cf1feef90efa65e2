package io.emrops.windows.certificate;

import io.emrops.windows.PowerShellScript;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code certificate/…}. */
final class Scripts {
    static final PowerShellScript<Look, Seen> LOOK =
            PowerShellScript.reading(Scripts.class, "certificate/look", Look.class, Seen.class);
    static final PowerShellScript<Import, Imported> IMPORT =
            PowerShellScript.changing(Scripts.class, "certificate/import", Import.class, Imported.class);
    static final PowerShellScript<Remove, Removed> REMOVE =
            PowerShellScript.changing(Scripts.class, "certificate/remove", Remove.class, Removed.class);
    static final PowerShellScript<Bind, Bound> BIND =
            PowerShellScript.changing(Scripts.class, "certificate/bind", Bind.class, Bound.class);

    private Scripts() {}

    /** A list that a host may leave out. */
    private static <T> List<T> list(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    record Look(String store) {}

    record Seen(
            List<SeenCertificate> certificates,
            List<String> intermediates,
            boolean usesKnown,
            List<SeenBinding> bindings,
            List<SeenListener> listeners) {
        Seen {
            certificates = list(certificates);
            intermediates = list(intermediates);
            bindings = list(bindings);
            listeners = list(listeners);
        }
    }

    /** @param encoded DER in Base64 */
    record SeenCertificate(String encoded, boolean privateKey) {
        SeenCertificate {
            Objects.requireNonNull(encoded, "encoded");
        }
    }

    /** @param sslFlags 1 for server name indication */
    record SeenBinding(String site, String information, String thumbprint, String store, int sslFlags) {
        BoundCertificate bound() {
            return new BoundCertificate(new SiteBinding(site, information), thumbprint, store, (sslFlags & 1) != 0);
        }
    }

    record SeenListener(String endpoint, String thumbprint, String store) {
        Listener listener() {
            return new Listener(endpoint, thumbprint, store);
        }
    }

    /** @param chain intermediate certificates, DER in Base64 */
    record Import(String store, String thumbprint, boolean exportable, List<String> chain) {}

    record Imported(String thumbprint, boolean added, List<String> chainAdded) {
        Imported {
            Objects.requireNonNull(thumbprint, "thumbprint");
            chainAdded = list(chainAdded);
        }
    }

    /**
     * @param thumbprint empty to remove none but the chain
     * @param chain thumbprints of intermediate certificates, each behind those that it has signed
     */
    record Remove(String store, String thumbprint, List<String> chain) {}

    /** Whoever uses it still is told; nothing was removed then. */
    record Removed(
            boolean removed,
            boolean keyDeleted,
            List<String> chainRemoved,
            List<SeenBinding> bindings,
            List<SeenListener> listeners) {
        Removed {
            chainRemoved = list(chainRemoved);
            bindings = list(bindings);
            listeners = list(listeners);
        }
    }

    /**
     * @param thumbprint empty to have none
     * @param onlyFrom whether to refuse if there is another certificate than {@code from}
     */
    record Bind(String site, String information, String thumbprint, String store, boolean onlyFrom, String from) {}

    record Bound(boolean changed, String before, String beforeStore, String now) {
        Bound {
            Objects.requireNonNull(before, "before");
            Objects.requireNonNull(beforeStore, "beforeStore");
            Objects.requireNonNull(now, "now");
        }
    }
}
