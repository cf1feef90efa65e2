package io.emrops.testkit.windows.simulated;

import io.emrops.testkit.windows.PowerShellError;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The certificate stores of a simulated machine, {@code My}, {@code WebHosting}, {@code CA} and {@code Root} at first, and listeners of
 * http.sys that are no sites; {@link SimulatedIis} has the sites. Safe for use by several threads.
 */
public final class SimulatedCertificates {
    /**
     * A certificate in a store.
     *
     * @param der which a test may have made to be no certificate
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Held(byte[] der, Optional<X509Certificate> certificate, boolean privateKey, boolean exportable) {}

    /** What http.sys has. */
    record Listening(String endpoint, String thumbprint, String store) {}

    /** By their names in lower case; certificates by their thumbprints. */
    private final Map<String, Map<String, Held>> stores = new TreeMap<>();

    private final List<Listening> listeners = new ArrayList<>();
    private boolean readsAes = true;
    private boolean failsToAdd;
    private int keys;

    SimulatedCertificates() {
        List.of("my", "webhosting", "ca", "root").forEach(name -> stores.put(name, new LinkedHashMap<>()));
    }

    /** The SHA-1 hash in upper-case hexadecimal, by which Windows knows a certificate. */
    public static String thumbprint(X509Certificate certificate) {
        try {
            return thumbprint(certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String thumbprint(byte[] der) {
        try {
            return HexFormat.of()
                    .withUpperCase()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(der));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Puts a certificate into a store, as somebody else does it.
     *
     * @param privateKey whether its key comes with it; not exportable
     * @throws PowerShellError if there is no such store
     */
    public synchronized void add(String store, X509Certificate certificate, boolean privateKey) {
        try {
            put(store, new Held(certificate.getEncoded(), Optional.of(certificate), privateKey, false));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Puts into a store what Windows holds for a certificate and others may not. */
    public synchronized void addUnreadable(String store, byte[] der) {
        put(store, new Held(der.clone(), Optional.empty(), false, false));
    }

    synchronized void put(String store, Held held) {
        of(store).put(thumbprint(held.der()), held);
        keys += held.privateKey() ? 1 : 0;
    }

    synchronized void drop(String store, String thumbprint, boolean withKey) {
        of(store).remove(thumbprint);
        keys -= withKey ? 1 : 0;
    }

    private Map<String, Held> of(String store) {
        var held = stores.get(store.toLowerCase(Locale.ROOT));
        if (held == null) {
            throw PowerShellError.of("emrops.NoSuchStore", "ObjectNotFound");
        }
        return held;
    }

    synchronized Map<String, Held> held(String store) {
        return new LinkedHashMap<>(of(store));
    }

    /** The thumbprints of what is in a store, in the order in which it came. */
    public synchronized List<String> thumbprints(String store) {
        return List.copyOf(of(store).keySet());
    }

    /** Whether a store holds a certificate with its key. */
    public synchronized boolean hasPrivateKey(String store, String thumbprint) {
        return Optional.ofNullable(of(store).get(thumbprint))
                .filter(Held::privateKey)
                .isPresent();
    }

    /** Whatever the case of the thumbprint; false if there is no such store. */
    synchronized boolean holdsKey(String store, String thumbprint) {
        return stores.containsKey(store.toLowerCase(Locale.ROOT))
                && hasPrivateKey(store, thumbprint.toUpperCase(Locale.ROOT));
    }

    /** Whether a store holds a certificate whose key may be taken out again. */
    public synchronized boolean isExportable(String store, String thumbprint) {
        return Optional.ofNullable(of(store).get(thumbprint))
                .filter(Held::exportable)
                .isPresent();
    }

    /** How many private keys the machine has; one that no certificate has is counted too. */
    public synchronized int keys() {
        return keys;
    }

    /** Has http.sys use a certificate for something that is no site, such as WinRM. */
    public synchronized void listener(String endpoint, String thumbprint, String store) {
        listeners.add(new Listening(endpoint, thumbprint, store));
    }

    synchronized List<Listening> listeners() {
        return List.copyOf(listeners);
    }

    /** Whether PKCS#12 files that are encrypted with AES can be read, as Windows does it since Server 2019. */
    public synchronized void readsAes(boolean can) {
        readsAes = can;
    }

    synchronized boolean readsAes() {
        return readsAes;
    }

    /** Whether the stores refuse what is added to them after its key was stored. */
    public synchronized void failsToAdd(boolean fails) {
        failsToAdd = fails;
    }

    synchronized boolean failsToAdd() {
        return failsToAdd;
    }
}
