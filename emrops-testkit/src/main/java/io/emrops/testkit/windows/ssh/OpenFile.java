package io.emrops.testkit.windows.ssh;

import io.emrops.testkit.windows.command.HostFiles;
import java.io.IOException;
import java.util.Arrays;

/** A file that a client has opened. What is written reaches the host after each MiB, and when it is closed. */
final class OpenFile {
    private static final int KEPT_BACK = 1 << 20;
    private static final long LONGEST = 1 << 30;

    private final HostFiles files;
    private final String path;
    private final boolean written;
    private byte[] bytes;
    private int length;
    private int keptBack;

    OpenFile(HostFiles files, String path, byte[] bytes, boolean written) {
        this.files = files;
        this.path = path;
        this.bytes = bytes;
        this.length = bytes.length;
        this.written = written;
    }

    boolean isWritten() {
        return written;
    }

    int length() {
        return length;
    }

    /** Empty behind the end. */
    byte[] read(long at, int most) {
        if (at < 0 || at >= length || most <= 0) {
            return new byte[0];
        }
        return Arrays.copyOfRange(bytes, (int) at, (int) Math.min(length, at + most));
    }

    void write(long at, byte[] piece) throws IOException {
        if (at < 0 || at + piece.length > LONGEST) {
            throw new IOException("longer than any file here");
        }
        var end = (int) at + piece.length;
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(LONGEST, Math.max(end, 2L * bytes.length)));
        }
        System.arraycopy(piece, 0, bytes, (int) at, piece.length);
        length = Math.max(length, end);
        keptBack += piece.length;
        if (keptBack >= KEPT_BACK) {
            flush();
        }
    }

    void flush() throws IOException {
        if (keptBack > 0) {
            keptBack = 0;
            files.write(path, Arrays.copyOf(bytes, length));
        }
    }
}
