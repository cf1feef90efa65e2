package io.emrops.sqlserver.history;

import java.util.Objects;
import java.util.UUID;

/**
 * A backup of any kind, of any database, and a file that it lies in.
 *
 * @param set which backup
 * @param media the files that are written together, as they are known everywhere
 * @param file one of them
 */
public record FileUse(UUID set, UUID media, String file) {
    public FileUse {
        Objects.requireNonNull(set, "set");
        Objects.requireNonNull(media, "media");
        Objects.requireNonNull(file, "file");
    }
}
