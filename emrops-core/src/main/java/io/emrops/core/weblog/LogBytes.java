package io.emrops.core.weblog;

import java.io.IOException;

/** Bytes of a file from an offset on, as far as the file went when it was looked at. */
final class LogBytes {
    private final LogFile file;
    private final long size;
    private long at;

    LogBytes(LogFile file, long at, long size) {
        this.file = file;
        this.at = at;
        this.size = size;
    }

    long at() {
        return at;
    }

    /**
     * Reads some bytes.
     *
     * @param limit an offset that is not read past
     * @return how many; 0 at the limit, at the end, or without room
     */
    int read(byte[] to, int start, int end, long limit) throws IOException {
        var most = (int) Math.min(end - start, Math.min(limit, size) - at);
        if (most <= 0) {
            return 0;
        }
        var count = Math.max(0, file.read(to, start, most, at));
        at += count;
        return count;
    }
}
