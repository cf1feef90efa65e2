package io.emrops.windows.wire;

import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongConsumer;

/**
 * Bytes for a file of a host that is there already, from its beginning.
 *
 * @param path on the host, absolute
 * @param content read to its end, by another thread than the caller's, which has ended when the write does
 * @param sent is told how many bytes are there, by the caller's thread
 * @param stall how long nothing may move until the host is given up
 */
public record FileWrite(String path, InputStream content, LongConsumer sent, Duration stall) {
    /** Checks that nothing is null. */
    public FileWrite {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(content, "content");
        Objects.requireNonNull(sent, "sent");
        Objects.requireNonNull(stall, "stall");
    }
}
