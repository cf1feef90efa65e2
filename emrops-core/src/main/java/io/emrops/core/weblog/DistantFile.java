package io.emrops.core.weblog;

import io.emrops.weblog.WebLogFile;
import io.emrops.weblog.WebLogFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;

/** Keeps one piece of a file of another machine, and asks for another one when it is needed. */
final class DistantFile implements LogFile {
    private static final int PIECE = 8 << 20;

    private final WebLogFiles files;
    private final WebLogFile file;
    private final ByteBuffer piece = ByteBuffer.allocate(PIECE);
    private long begin;
    private long size = -1;

    /** @throws NoSuchFileException if it is gone */
    DistantFile(WebLogFiles files, WebLogFile file, long at) throws IOException {
        this.files = files;
        this.file = file;
        fetch(at);
    }

    @Override
    public synchronized long size() {
        return size;
    }

    @Override
    public String identity() {
        return file.identity();
    }

    @Override
    public synchronized int read(byte[] to, int start, int count, long at) throws IOException {
        if (at < begin) { // who goes back goes further back
            fetch(Math.max(0, at + count - PIECE));
        }
        if (at >= size) {
            return 0;
        }
        if (!holds(at)) {
            fetch(at);
        }
        var from = (int) (at - begin);
        var most = Math.min(count, piece.position() - from);
        if (most <= 0) {
            throw new IOException("no bytes came");
        }
        piece.get(from, to, start, most);
        return most;
    }

    private boolean holds(long at) {
        return at >= begin && at < begin + piece.position();
    }

    /** What was begun is not half counted: a file that goes or is replaced meanwhile fails the whole reading. */
    private void fetch(long at) throws IOException {
        try {
            piece.clear();
            begin = at;
            var length = files.read(file.name(), at, piece);
            if (length.isEmpty()) {
                throw size < 0 ? new NoSuchFileException(file.name()) : new IOException("deleted while it was read");
            }
            if (length.getAsLong() < size) {
                throw new IOException("replaced while it was read");
            }
            size = size < 0 ? length.getAsLong() : size;
        } catch (InterruptedException e) {
            throw DistantLogs.interrupted(e);
        }
    }

    @Override
    public void close() {}
}
