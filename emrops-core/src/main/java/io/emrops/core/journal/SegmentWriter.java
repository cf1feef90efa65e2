package io.emrops.core.journal;

import io.emrops.core.journal.Frames.Salt;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Writes frames to the end of the last segment. What was written since the last {@link #force()} is one group. Used by one
 * thread at a time.
 */
final class SegmentWriter implements Closeable {
    private static final int BUFFER = 64 << 10;

    private final Path path;
    private final SegmentFile file;
    private final Salt salt;
    private final int unit;
    private final Disk disk;
    private final long segment;
    private final MessageDigest digest = Hashes.sha256();
    private final byte[] header = new byte[Frames.HEADER];
    private final ByteBuffer view = ByteBuffer.wrap(header);
    private final byte[] trailer = new byte[Frames.TRAILER];
    private final byte[] buffer = new byte[BUFFER];
    private final byte[] hash;

    private int buffered;
    private long written;
    private long end;
    private long allocated;
    private long frame;
    private long groupFrame;
    private long groupOffset;

    SegmentWriter(Path path, UUID store, Cursor at, int unit, Disk disk) throws IOException {
        this.path = path;
        this.file = new SegmentFile(path);
        this.salt = new Salt(store, at.segment());
        this.unit = unit;
        this.disk = disk;
        this.segment = at.segment();
        this.hash = at.hash().clone();
        this.written = at.offset();
        this.end = at.offset();
        this.allocated = file.length();
        this.frame = at.frame();
        this.groupFrame = at.frame();
        this.groupOffset = at.group();
    }

    Path file() {
        return path;
    }

    long segment() {
        return segment;
    }

    /** Where the next frame begins. */
    long end() {
        return end;
    }

    /** Whether so many bytes fit into what the file has been lengthened by already. */
    boolean hasRoom(long bytes) {
        return end + bytes <= allocated;
    }

    /**
     * Writes a frame behind the others. Nothing is durable before {@link #force()}.
     *
     * @return where it begins
     */
    long append(int kind, int flags, byte[] runId, long sequence, byte[] payload) throws IOException {
        reserve(Frames.size(runId.length, payload.length));
        if (frame == groupFrame) {
            groupOffset = end;
        }
        view.putInt(0, Frames.MAGIC).putInt(4, runId.length + payload.length);
        view.put(8, (byte) kind).put(9, (byte) flags).putShort(10, (short) runId.length);
        view.putLong(12, frame).putLong(20, groupFrame).putLong(28, sequence);
        view.putInt(36, salt.checksum(end, header, 0));
        CRC32C crc = new CRC32C();
        crc.update(header);
        crc.update(runId);
        crc.update(payload);
        ByteBuffer.wrap(trailer).putInt(0, (int) crc.getValue());
        digest.update(hash);
        digest.update(header);
        digest.update(runId);
        digest.update(payload);
        digest.update(trailer, 0, Frames.CHECKSUM);
        try {
            digest.digest(hash, 0, Hashes.BYTES);
        } catch (DigestException e) {
            throw new IllegalStateException(e);
        }
        System.arraycopy(hash, 0, trailer, Frames.CHECKSUM, Hashes.BYTES);
        long offset = end;
        put(header);
        put(runId);
        put(payload);
        put(trailer);
        frame++;
        return offset;
    }

    /**
     * Lengthens the file with zeros before anything is written there: a full disk is found before a part of the group
     * is on it, and what a crash leaves unwritten is zeros.
     */
    private void reserve(long bytes) throws IOException {
        long wanted = TornTail.roundUp(end + bytes, unit);
        while (allocated < wanted) {
            byte[] zeros = new byte[Math.min(unit, BUFFER)];
            long to = allocated + unit;
            while (allocated < to) {
                int count = (int) Math.min(zeros.length, to - allocated);
                disk.write(file, allocated, zeros, count);
                allocated += count;
            }
        }
    }

    private void put(byte[] bytes) throws IOException {
        int from = 0;
        while (from < bytes.length) {
            if (buffered == BUFFER) {
                flush();
            }
            int count = Math.min(BUFFER - buffered, bytes.length - from);
            System.arraycopy(bytes, from, buffer, buffered, count);
            buffered += count;
            from += count;
        }
        end += bytes.length;
    }

    private void flush() throws IOException {
        disk.write(file, written, buffer, buffered);
        written += buffered;
        buffered = 0;
    }

    /** Ends the group: returns once all of it is on stable storage. */
    void force() throws IOException {
        flush();
        disk.force(file);
        groupFrame = frame;
    }

    /** Ends the segment. Nothing is appended to it any more. */
    void seal() throws IOException {
        append(Frames.SEAL, 0, new byte[0], 0, new byte[0]);
        force();
        // If a crash undoes this, zeros lie behind the seal, which does no harm.
        file.truncate(end);
    }

    /** The place behind the last frame; right behind a {@link #force()} only. */
    Cursor cursor(boolean sealed) {
        return new Cursor(segment, end, frame, groupOffset, hash.clone(), sealed);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
