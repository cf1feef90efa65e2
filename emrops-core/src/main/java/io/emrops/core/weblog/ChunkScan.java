package io.emrops.core.weblog;

import java.io.IOException;

/** Counts the lines of a file that begin in a chunk of it. The last of them may end beyond; one that does not end in the file is none yet, or torn if the file is finished. */
final class ChunkScan {
    private static final int BUFFER = 256 << 10;
    private static final int FURTHER = 4 << 10;

    private final LogFile file;
    private final long start;
    private final long stop;
    private final long size;
    private final boolean finished;
    private final LineScan lines;
    private final byte[] buffer = new byte[BUFFER + LineScan.PADDING];
    private int kept;

    ChunkScan(LogFile file, Chunk chunk, LineScan lines) {
        this.file = file;
        this.start = chunk.start();
        this.stop = Math.min(chunk.stop(), chunk.size());
        this.size = chunk.size();
        this.finished = chunk.finished();
        this.lines = lines;
    }

    void run() throws IOException {
        // The byte before the chunk tells whether a line begins with it.
        var bytes = new LogBytes(file, start == 0 ? 0 : start - 1, size);
        if (start > 0 && !skipLine(bytes, stop - 1)) {
            return;
        }
        var first = start == 0;
        while (true) {
            var count = bytes.read(buffer, kept, BUFFER, stop);
            kept += count;
            if (first) {
                dropMark();
                first = false;
            }
            if (!takeLines() && kept == BUFFER) {
                if (!skipAbsurd(bytes)) {
                    return;
                }
            } else if (count == 0) {
                break;
            }
        }
        finishLast(bytes);
    }

    /** Counts a line that fills the buffer once its end is found. Whether more lines begin in the chunk. */
    private boolean skipAbsurd(LogBytes bytes) throws IOException {
        kept = 0;
        var inside = skipLine(bytes, stop);
        if (inside || skipLine(bytes, size) || finished) {
            lines.unreadable();
        }
        return inside;
    }

    /** Counts the whole lines of the buffer and keeps the rest. Whether there was one. */
    private boolean takeLines() {
        var last = Bytes.lastNewline(buffer, 0, kept);
        if (last >= 0) {
            lines.scan(buffer, 0, last + 1);
            keepFrom(last + 1);
        }
        return last >= 0;
    }

    private void keepFrom(int from) {
        System.arraycopy(buffer, from, buffer, 0, kept - from);
        kept -= from;
    }

    /** A file may begin with a byte order mark. */
    private void dropMark() {
        if (kept >= 3 && buffer[0] == (byte) 0xEF && buffer[1] == (byte) 0xBB && buffer[2] == (byte) 0xBF) {
            keepFrom(3);
        }
    }

    /** Goes on after the next end of a line and keeps what was read beyond it. Whether there was one before the limit. */
    private boolean skipLine(LogBytes bytes, long limit) throws IOException {
        while (true) {
            var count = bytes.read(buffer, 0, BUFFER, limit);
            if (count == 0) {
                return false;
            }
            var newline = Bytes.newline(buffer, 0, count);
            if (newline >= 0) {
                kept = count;
                keepFrom(newline + 1);
                return true;
            }
        }
    }

    /** The last line of the chunk ends beyond it. */
    private void finishLast(LogBytes bytes) throws IOException {
        while (kept > 0) {
            var count = bytes.read(buffer, kept, Math.min(BUFFER, kept + FURTHER), size);
            var newline = Bytes.newline(buffer, kept, kept + count);
            if (newline >= 0) {
                lines.scan(buffer, 0, newline + 1);
                return;
            }
            kept += count;
            if (kept == BUFFER) {
                if (skipLine(bytes, size) || finished) {
                    lines.unreadable();
                }
                return;
            }
            if (count == 0) {
                if (finished) {
                    lines.unreadable();
                }
                return;
            }
        }
    }
}
