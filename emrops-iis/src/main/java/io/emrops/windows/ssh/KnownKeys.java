package io.emrops.windows.ssh;

import io.emrops.windows.wire.TransportException;
import io.emrops.windows.wire.TransportException.Reason;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.client.keyverifier.ServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.signature.Signature;

/** By which keys a host is known. Certificates of hosts are not; keys that are marked as revoked are refused. */
final class KnownKeys implements ServerKeyVerifier {
    private final List<PublicKey> keys;
    private final List<PublicKey> revoked;
    private volatile boolean refused;

    private KnownKeys(List<PublicKey> keys, List<PublicKey> revoked) {
        this.keys = keys;
        this.revoked = revoked;
    }

    /**
     * @throws TransportException if no key of this host is known that this JVM can check
     */
    static KnownKeys read(Path file, String host, int port) throws TransportException {
        var keys = new ArrayList<PublicKey>();
        var revoked = new ArrayList<PublicKey>();
        var types = new HashSet<String>();
        for (var entry : entries(file)) {
            var marker = entry.getMarker();
            if (entry.getKeyEntry() == null || !entry.isHostMatch(host, port)) {
                continue;
            }
            if (marker == null || marker.isEmpty()) {
                types.add(entry.getKeyEntry().getKeyType());
                addKey(entry, keys);
            } else if (marker.equals("revoked")) {
                addKey(entry, revoked);
            }
        }
        if (keys.isEmpty()) {
            throw new TransportException(
                    Reason.REFUSED,
                    types.isEmpty()
                            ? "was not asked, because its key is not among the known ones"
                            : "was not asked, because it is known by keys only that this JVM cannot check: " + types);
        }
        return new KnownKeys(keys, revoked);
    }

    private static List<KnownHostEntry> entries(Path file) throws TransportException {
        try {
            return KnownHostEntry.readKnownHostEntries(file);
        } catch (IOException | RuntimeException e) {
            throw new TransportException(
                    Reason.REFUSED, "was not asked, because the file of known keys cannot be read", e);
        }
    }

    private static void addKey(KnownHostEntry entry, List<PublicKey> to) {
        try {
            var key = entry.getKeyEntry().resolvePublicKey(null, PublicKeyEntryResolver.IGNORING);
            if (key != null) {
                to.add(key);
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            // Of a type that this JVM does not know; told by the types, if it is the only one.
        }
    }

    /** Those by which the host can prove one of the known keys; it would show another one otherwise. */
    List<NamedFactory<Signature>> usable(List<NamedFactory<Signature>> all) {
        var types = keyTypes();
        return all.stream()
                .filter(signature -> types.contains(KeyUtils.getCanonicalKeyType(signature.getName())))
                .toList();
    }

    private Set<String> keyTypes() {
        var types = new HashSet<String>();
        keys.forEach(key -> types.add(KeyUtils.getKeyType(key)));
        return types;
    }

    @Override
    public boolean verifyServerKey(ClientSession session, SocketAddress address, PublicKey shown) {
        var known = KeyUtils.findMatchingKey(shown, keys) != null && KeyUtils.findMatchingKey(shown, revoked) == null;
        refused |= !known;
        return known;
    }

    /** Whether the host has shown a key that is not one of these. */
    boolean hasRefused() {
        return refused;
    }
}
