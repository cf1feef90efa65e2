package io.emrops.weblog;

import java.time.Instant;
import java.util.Objects;

/**
 * A file of logs, as it was when it was listed.
 *
 * @param name without its directory
 * @param size in bytes; it may have grown since
 * @param lastWrite as the file system has it, which may be late while a server has the file open
 * @param identity tells it from another file that had or will have its name, such as a digest of its first bytes; empty if it is not known
 */
public record WebLogFile(String name, long size, Instant lastWrite, String identity) {
    public WebLogFile {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(lastWrite, "lastWrite");
        Objects.requireNonNull(identity, "identity");
        if (name.isEmpty() || size < 0) {
            throw new IllegalArgumentException("A file has a name and no negative size: " + size);
        }
    }
}
