package io.emrops.testkit.windows.simulated;

import io.emrops.testkit.windows.PowerShellError;
import io.emrops.testkit.windows.ScriptCall;
import io.emrops.testkit.windows.ScriptedWindowsHost;
import io.emrops.testkit.windows.simulated.IisBindings.Bound;
import io.emrops.testkit.windows.simulated.SimulatedCertificates.Held;
import io.emrops.testkit.windows.simulated.SimulatedCertificates.Listening;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** {@code certificate/…}. */
final class CertificateScripts {
    private static final int ACCESS_DENIED = 0x80070005;

    private final SimulatedCertificates certificates;
    private final IisBindings iis;
    private final BooleanSupplier administrator;

    CertificateScripts(SimulatedCertificates certificates, IisBindings iis, BooleanSupplier administrator) {
        this.certificates = certificates;
        this.iis = iis;
        this.administrator = administrator;
    }

    void answer(ScriptedWindowsHost host) {
        host.onScript("certificate/look", this::look);
        host.onScript("certificate/import", this::bringIn);
        host.onScript("certificate/remove", this::remove);
        host.onScript("certificate/bind", this::bind);
    }

    private void requireAdministrator() {
        if (!administrator.getAsBoolean()) {
            throw PowerShellError.of("emrops.NotAdministrator", "PermissionDenied");
        }
    }

    private Map<String, Object> look(ScriptCall call) {
        var known = administrator.getAsBoolean();
        return Map.of(
                "certificates",
                certificates.held(call.text("store")).values().stream()
                        .map(held -> Map.of(
                                "encoded", Base64.getEncoder().encodeToString(held.der()),
                                "privateKey", held.privateKey()))
                        .toList(),
                "intermediates",
                certificates.thumbprints("CA"),
                "usesKnown",
                known,
                "bindings",
                known ? iis.https().map(Bound::told).toList() : List.of(),
                "listeners",
                known
                        ? certificates.listeners().stream()
                                .map(CertificateScripts::told)
                                .toList()
                        : List.of());
    }

    private static Map<String, Object> told(Listening listening) {
        return Map.of(
                "endpoint", listening.endpoint(),
                "thumbprint", listening.thumbprint(),
                "store", listening.store());
    }

    private Map<String, Object> bringIn(ScriptCall call) {
        requireAdministrator();
        var store = call.text("store");
        var wanted = call.text("thumbprint");
        var there = Optional.ofNullable(certificates.held(store).get(wanted));
        if (there.filter(held -> !held.privateKey()).isPresent()) {
            throw PowerShellError.of("emrops.ThereWithoutKey", "ResourceExists");
        }
        Optional<X509Certificate> keyed = Optional.empty();
        if (there.isEmpty()) {
            keyed = Optional.of(PfxFile.read(call.payload(), call.secret("pfxPassword"), certificates.readsAes()));
            if (keyed.filter(c -> SimulatedCertificates.thumbprint(c).equals(wanted))
                    .isEmpty()) {
                throw PowerShellError.of("emrops.OtherCertificate", "InvalidData");
            }
            if (certificates.failsToAdd()) {
                throw PowerShellError.of("CryptographicException", "NotSpecified")
                        .from("System.Security.Cryptography.CryptographicException", ACCESS_DENIED);
            }
        }
        var chainAdded = addChain(texts(call, "chain"));
        keyed.ifPresent(c -> certificates.put(store, held(c, true, call.flag("exportable"))));
        return Map.of("thumbprint", wanted, "added", keyed.isPresent(), "chainAdded", chainAdded);
    }

    private List<String> addChain(List<String> chain) {
        var added = new ArrayList<String>();
        for (var encoded : chain) {
            var authority = certificate(Base64.getDecoder().decode(encoded));
            var thumbprint = SimulatedCertificates.thumbprint(authority);
            if (!certificates.thumbprints("CA").contains(thumbprint)) {
                certificates.put("CA", held(authority, false, false));
                added.add(thumbprint);
            }
        }
        return added;
    }

    private static Held held(X509Certificate certificate, boolean privateKey, boolean exportable) {
        try {
            return new Held(certificate.getEncoded(), Optional.of(certificate), privateKey, exportable);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate certificate(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (GeneralSecurityException e) {
            throw PowerShellError.of("CryptographicException", "NotSpecified");
        }
    }

    private static List<String> texts(ScriptCall call, String name) {
        return call.parameters().get(name) instanceof List<?> list
                ? list.stream().map(String.class::cast).toList()
                : List.of();
    }

    private Map<String, Object> remove(ScriptCall call) {
        requireAdministrator();
        var store = call.text("store");
        var wanted = call.text("thumbprint");
        var bindings = iis.https()
                .filter(each -> !wanted.isEmpty() && each.has(wanted, store))
                .map(Bound::told)
                .toList();
        var listeners = certificates.listeners().stream()
                .filter(l -> !wanted.isEmpty() && l.thumbprint().equals(wanted) && same(store, l.store()))
                .map(CertificateScripts::told)
                .toList();
        if (!bindings.isEmpty() || !listeners.isEmpty()) {
            return removed(false, false, List.of(), bindings, listeners);
        }
        var there = Optional.ofNullable(certificates.held(store).get(wanted));
        var keyDeleted =
                there.filter(held -> held.privateKey() && !shared(store, held)).isPresent();
        there.ifPresent(held -> certificates.drop(store, wanted, keyDeleted));
        return removed(there.isPresent(), keyDeleted, removeChain(store, texts(call, "chain")), bindings, listeners);
    }

    private static Map<String, Object> removed(
            boolean removed,
            boolean keyDeleted,
            List<String> chain,
            List<Map<String, Object>> bindings,
            List<Map<String, Object>> listeners) {
        return Map.of(
                "removed",
                removed,
                "keyDeleted",
                keyDeleted,
                "chainRemoved",
                chain,
                "bindings",
                bindings,
                "listeners",
                listeners);
    }

    private boolean shared(String store, Held held) {
        return certificates.held(store).values().stream()
                        .filter(other -> key(other).equals(key(held)))
                        .count()
                > 1;
    }

    private static Optional<PublicKey> key(Held held) {
        return held.certificate().map(X509Certificate::getPublicKey);
    }

    private List<String> removeChain(String store, List<String> chain) {
        var removed = new ArrayList<String>();
        for (var thumbprint : chain) {
            var authority =
                    Optional.ofNullable(certificates.held("CA").get(thumbprint)).flatMap(Held::certificate);
            if (authority.filter(a -> !isNeeded(store, a)).isPresent()) {
                certificates.drop("CA", thumbprint, false);
                removed.add(thumbprint);
            }
        }
        return removed;
    }

    private boolean isNeeded(String store, X509Certificate authority) {
        return Stream.of(store, "My", "WebHosting", "CA")
                .flatMap(name -> certificates.held(name).values().stream())
                .flatMap(held -> held.certificate().stream())
                .anyMatch(c -> c.getIssuerX500Principal().equals(authority.getSubjectX500Principal()));
    }

    private static boolean same(String store, String other) {
        return store.equalsIgnoreCase(other.isEmpty() ? "My" : other);
    }

    private Map<String, Object> bind(ScriptCall call) {
        requireAdministrator();
        if (!iis.installed()) {
            throw PowerShellError.of("emrops.NoIis", "NotInstalled");
        }
        var wanted = call.text("thumbprint");
        var store = wanted.isEmpty() ? "" : call.text("store");
        if (!wanted.isEmpty()) {
            requireUsable(store, wanted);
        }
        var bound = binding(call.text("site"), call.text("information"));
        var before = bound.binding();
        var same = wanted.isEmpty() ? before.thumbprint().isEmpty() : bound.has(wanted, store);
        if (!same) {
            if (call.flag("onlyFrom") && !before.thumbprint().equals(call.text("from"))) {
                throw PowerShellError.of("emrops.BindingChanged", "ResourceExists");
            }
            iis.change(bound, wanted, store);
        }
        var now = binding(bound.site(), before.information()).binding();
        return Map.of(
                "changed",
                !same,
                "before",
                before.thumbprint(),
                "beforeStore",
                before.store(),
                "now",
                now.thumbprint());
    }

    private void requireUsable(String store, String thumbprint) {
        var held = certificates.held(store).get(thumbprint);
        if (held == null) {
            throw PowerShellError.of("emrops.NoSuchCertificate", "ObjectNotFound");
        }
        if (!held.privateKey()) {
            throw PowerShellError.of("emrops.NoPrivateKey", "InvalidData");
        }
    }

    private Bound binding(String site, String information) {
        if (!iis.hasSite(site)) {
            throw PowerShellError.of("emrops.NoSuchSite", "ObjectNotFound");
        }
        return iis.find(site, information)
                .orElseThrow(() -> PowerShellError.of("emrops.NoSuchBinding", "ObjectNotFound"));
    }
}
