package io.emrops.spi.log;

import io.emrops.logs.LogFile;
import io.emrops.spi.file.PrivateFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** A file that takes lines until it is full, and has its name when it is finished. */
final class LineFile implements AutoCloseable {
    private static final int BUFFER = 1 << 16;
    private static final long NEVER = Long.MIN_VALUE;

    private final PrivateFile file;
    private final String service;
    private final LogFile.Kind kind;
    private final long most;
    private final MessageDigest digest;
    private final byte[] buffer = new byte[BUFFER];
    private int buffered;
    private long bytes;
    private long lines;
    private long first = NEVER;
    private long last = NEVER;
    private long cutAt = NEVER;

    LineFile(Path path, String service, LogFile.Kind kind, long most) throws IOException {
        this.file = PrivateFile.create(path);
        this.service = service;
        this.kind = kind;
        this.most = most;
        this.digest = sha256();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    boolean isCut() {
        return cutAt != NEVER;
    }

    /** Takes a piece with what stands before it, if both fit. */
    void add(LogReader piece, byte[] head, int headLength) throws IOException {
        if (isCut()) {
            return;
        }
        if (bytes + headLength + piece.length() + 1 > most) {
            cutAt = piece.time();
            return;
        }
        if (first == NEVER) {
            first = piece.time();
        }
        last = piece.time();
        if (piece.begins()) {
            lines++;
        }
        write(head, 0, headLength);
        write(piece.buffer(), piece.offset(), piece.length());
        if (buffered == BUFFER) {
            flush();
        }
        buffer[buffered++] = '\n';
        bytes++;
    }

    /** Takes a text as it is. */
    void add(byte[] text) throws IOException {
        write(text, 0, text.length);
    }

    private void write(byte[] from, int offset, int length) throws IOException {
        var at = offset;
        var left = length;
        while (left > 0) {
            if (buffered == BUFFER) {
                flush();
            }
            var some = Math.min(left, BUFFER - buffered);
            System.arraycopy(from, at, buffer, buffered, some);
            buffered += some;
            at += some;
            left -= some;
        }
        bytes += length;
    }

    private void flush() throws IOException {
        digest.update(buffer, 0, buffered);
        file.out().write(buffer, 0, buffered);
        buffered = 0;
    }

    Path path() {
        return file.file();
    }

    /** Gives it its name. */
    LogFile finish() throws IOException {
        flush();
        file.finish();
        return new LogFile(
                file.file().toString(),
                service,
                kind,
                lines,
                bytes,
                moment(first),
                moment(last),
                HexFormat.of().formatHex(digest.digest()),
                moment(cutAt));
    }

    private static Optional<java.time.Instant> moment(long time) {
        return time == NEVER ? Optional.empty() : Optional.of(TimeText.instant(time));
    }

    boolean isNamed() {
        return file.isNamed();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
