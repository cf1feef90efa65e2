package io.emrops.core.journal;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file of the journal that is open for writing. Where {@link #UNINTERRUPTIBLE} says so, an interrupt of the thread that
 * writes or forces does it no harm; a {@code FileChannel} would be closed by it. Used by one thread at a time.
 */
final class SegmentFile implements Closeable {
    /** Not on Windows, where the channel that is not closed by an interrupt keeps threads of its own. */
    static final boolean UNINTERRUPTIBLE = !System.getProperty("os.name").startsWith("Windows");

    private final RandomAccessFile file;
    /** Another handle for the same file: a force is of the file, whoever wrote to it. */
    private final @Nullable AsynchronousFileChannel forced;

    private long position;

    SegmentFile(Path path) throws IOException {
        file = new RandomAccessFile(path.toFile(), "rw");
        try {
            forced = UNINTERRUPTIBLE ? AsynchronousFileChannel.open(path, StandardOpenOption.WRITE) : null;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    long length() throws IOException {
        return file.length();
    }

    /** Reads at most so many bytes; -1 at the end of the file. */
    int read(long offset, byte[] into, int count) throws IOException {
        seek(offset);
        int read = file.read(into, 0, count);
        position += Math.max(read, 0);
        return read;
    }

    /** Writes so many bytes from the beginning of an array. */
    void write(long offset, byte[] bytes, int count) throws IOException {
        seek(offset);
        file.write(bytes, 0, count);
        position += count;
    }

    private void seek(long offset) throws IOException {
        if (position != offset) {
            file.seek(offset);
            position = offset;
        }
    }

    /** Returns once everything written is on stable storage. Times do not matter; a new length is forced even so. */
    void force() throws IOException {
        if (forced != null) {
            forced.force(false);
        } else {
            file.getChannel().force(false);
        }
    }

    void truncate(long length) throws IOException {
        file.setLength(length);
        position = -1;
    }

    @Override
    public void close() throws IOException {
        try (file) {
            if (forced != null) {
                forced.close();
            }
        }
    }
}
