package io.emrops.core.encryption;

import io.emrops.StoreException;
import io.emrops.StoreException.Problem;
import io.emrops.spi.Inbox;
import io.emrops.spi.PayloadKeys;
import io.emrops.spi.RunStore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Encrypts records on their way into another store, and decrypts them on their way out: AES-256 in Galois/Counter Mode,
 * bound to the run and the place of the record in it. A sealed record is the byte 1, a nonce of 12 bytes, and the
 * ciphertext with its tag of 16 bytes; so the largest record is {@value #OVERHEAD} bytes smaller than the other store's.
 * Runs that were begun without encryption are read and gone on with as they are.
 */
public final class EncryptingRunStore implements RunStore {
    /** How much longer a record is when it is sealed, in bytes. */
    public static final int OVERHEAD = 1 + 12 + 16;

    private static final byte SEALED = 1;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final RunStore store;
    private final PayloadKeys keys;
    private final SecureRandom random = new SecureRandom();
    private final Set<String> plain = ConcurrentHashMap.newKeySet();

    private EncryptingRunStore(RunStore store, PayloadKeys keys) {
        this.store = Objects.requireNonNull(store, "store");
        this.keys = Objects.requireNonNull(keys, "keys");
    }

    /** Closing this closes the store underneath. */
    public static EncryptingRunStore over(RunStore store, PayloadKeys keys) {
        return new EncryptingRunStore(store, keys);
    }

    @Override
    public String name() {
        return store.name();
    }

    @Override
    public void append(Batch batch) {
        var id = batch.runId();
        Optional<Key> key = batch.expectedSequence() == 0 ? Optional.of(keys.create(id)) : keys.find(id);
        if (key.isEmpty()) {
            requireNeverSealed(id);
            store.append(batch);
            return;
        }
        var sealed = new ArrayList<byte[]>();
        for (var record : batch.records()) {
            if (record.length > MAX_RECORD_BYTES - OVERHEAD) {
                throw new IllegalArgumentException(
                        "A record of " + record.length + " bytes is too large to be encrypted");
            }
            sealed.add(seal(key.get(), id, batch.expectedSequence() + sealed.size(), record));
        }
        store.append(new Batch(id, batch.expectedSequence(), sealed, batch.ended()));
    }

    /** A run whose key has been erased is over: what would be added could not be read beside the rest. */
    private void requireNeverSealed(String runId) {
        if (!plain.contains(runId)) {
            if (store.read(runId).stream().anyMatch(EncryptingRunStore::isSealed)) {
                throw erased(runId);
            }
            plain.add(runId);
        }
    }

    @Override
    public List<byte[]> read(String runId) {
        var records = store.read(runId);
        var key = keys.find(runId);
        var opened = new ArrayList<byte[]>(records.size());
        for (var record : records) {
            opened.add(
                    isSealed(record)
                            ? open(key.orElseThrow(() -> erased(runId)), runId, opened.size(), record)
                            : record);
        }
        return opened;
    }

    private static boolean isSealed(byte[] record) {
        return record.length >= OVERHEAD && record[0] == SEALED;
    }

    private byte[] seal(Key key, String runId, long sequence, byte[] record) {
        var nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            var ciphertext =
                    cipher(Cipher.ENCRYPT_MODE, key, nonce, runId, sequence).doFinal(record);
            return ByteBuffer.allocate(1 + NONCE + ciphertext.length)
                    .put(SEALED)
                    .put(nonce)
                    .put(ciphertext)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new StoreException(Problem.FAILED, "A record of run " + runId + " cannot be encrypted", e);
        }
    }

    private static byte[] open(Key key, String runId, long sequence, byte[] sealed) {
        var nonce = new byte[NONCE];
        ByteBuffer.wrap(sealed, 1, NONCE).get(nonce);
        try {
            return cipher(Cipher.DECRYPT_MODE, key, nonce, runId, sequence)
                    .doFinal(sealed, 1 + NONCE, sealed.length - 1 - NONCE);
        } catch (GeneralSecurityException e) {
            throw new StoreException(
                    Problem.CORRUPT,
                    "Record " + sequence + " of run " + runId + " does not fit the run's key, or is not in its place",
                    e);
        }
    }

    private static Cipher cipher(int mode, Key key, byte[] nonce, String runId, long sequence)
            throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(runId.getBytes(StandardCharsets.UTF_8));
        cipher.updateAAD(ByteBuffer.allocate(Long.BYTES).putLong(sequence).array());
        return cipher;
    }

    private static StoreException erased(String runId) {
        return new StoreException(
                Problem.ERASED, "The key of run " + runId + " has been erased; what it says is gone for good");
    }

    @Override
    public List<RunHead> runs() {
        return store.runs();
    }

    @Override
    public Inbox inbox() {
        return store.inbox();
    }

    @Override
    public void close() {
        store.close();
    }
}
