package io.emrops.core.encryption;

import io.emrops.StoreException;
import io.emrops.StoreException.Problem;
import io.emrops.core.storage.PrivateFiles;
import io.emrops.core.storage.SafeDirectory;
import io.emrops.core.storage.SafeDirectory.MountType;
import io.emrops.spi.PayloadKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.Key;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keys as files, one for each run, readable by their owner alone. Keep the directory apart from the journal and out of its
 * backups: a copy of a key undoes its erasure. Whether deleting a file erases it from the medium is the medium's business;
 * a directory on an encrypted volume makes it so.
 */
public final class FilePayloadKeys implements PayloadKeys {
    private static final int BYTES = 32;

    private final Path directory;
    private final SecureRandom random = new SecureRandom();

    private FilePayloadKeys(Path directory) {
        this.directory = directory;
    }

    /**
     * Opens the directory, which is made if it is not there.
     *
     * @throws StoreException {@code NOT_WRITABLE} if it is no place to keep keys in
     */
    public static FilePayloadKeys open(Path directory) {
        return new FilePayloadKeys(SafeDirectory.ensure(directory, MountType.OF_THE_SYSTEM));
    }

    @Override
    public synchronized Key create(String runId) {
        var known = find(runId);
        if (known.isPresent()) {
            return known.get();
        }
        var key = new byte[BYTES];
        random.nextBytes(key);
        try {
            PrivateFiles.replace(file(runId), key);
            return new SecretKeySpec(key, "AES");
        } catch (IOException e) {
            throw new StoreException(Problem.FAILED, "The key of run " + runId + " cannot be kept in " + directory, e);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    @Override
    public Optional<Key> find(String runId) {
        try {
            var key = Files.readAllBytes(file(runId));
            try {
                if (key.length != BYTES) {
                    throw new StoreException(
                            Problem.CORRUPT, "The key of run " + runId + " in " + directory + " is not whole");
                }
                return Optional.of(new SecretKeySpec(key, "AES"));
            } finally {
                Arrays.fill(key, (byte) 0);
            }
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new StoreException(
                    Problem.FAILED, "The key of run " + runId + " cannot be read from " + directory, e);
        }
    }

    @Override
    public synchronized void erase(String runId) {
        try {
            if (Files.deleteIfExists(file(runId))) {
                PrivateFiles.forceDirectory(directory);
            }
        } catch (IOException e) {
            throw new StoreException(
                    Problem.FAILED, "The key of run " + runId + " cannot be erased from " + directory, e);
        }
    }

    private Path file(String runId) {
        if (!runId.matches("[A-Za-z0-9._-]{1,200}")) {
            throw new IllegalArgumentException("Not a run id: " + runId);
        }
        return directory.resolve(runId + ".key");
    }
}
