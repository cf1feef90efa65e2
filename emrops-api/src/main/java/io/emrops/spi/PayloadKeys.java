package io.emrops.spi;

import io.emrops.StoreException;
import java.security.Key;
import java.util.Optional;

/**
 * The keys by which the records of runs are encrypted, one for each run. Erasing a key erases what the run's records say,
 * wherever they were copied to; that they were written, in this order and unchanged, stays provable, because the store's
 * checksums and hashes are made over what is encrypted.
 *
 * <p>Implementations are safe for use by several threads.
 */
public interface PayloadKeys {
    /**
     * Makes the key of a new run, for AES with 256 bits; durable when this returns. A second call gives the same key.
     *
     * @throws StoreException if it could not be kept
     */
    Key create(String runId);

    /** The key of a run; empty if it was erased, or the run was never encrypted. */
    Optional<Key> find(String runId);

    /** Erases the key of a run for good; one that is gone already is no error. */
    void erase(String runId);
}
