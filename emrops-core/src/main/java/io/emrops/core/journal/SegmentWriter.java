package io.emrops.core.journal;

import io.emrops.core.journal.Frames.Salt;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Writes frames to the end of the last segment. What was written since the last {@link #force()} is one group. Used by
 * the writer thread only, because an interrupt would close the channel.
 */
final class SegmentWriter implements Closeable {
    private static final int BUFFER = 64 << 10;

    private final Path file;
    private final FileChannel channel;
    private final Salt salt;
    private final int unit;
    private final Disk disk;
    private final long segment;
    private final MessageDigest digest = Hashes.sha256();
    private final byte[] header = new byte[Frames.HEADER];
    private final ByteBuffer view = ByteBuffer.wrap(header);
    private final byte[] trailer = new byte[Frames.TRAILER];
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final byte[] hash;

    private long written;
    private long end;
    private long allocated;
    private long frame;
    private long groupFrame;
    private long groupOffset;

    SegmentWriter(Path file, UUID store, Cursor at, int unit, Disk disk) throws IOException {
        this.file = file;
        this.channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        this.salt = new Salt(store, at.segment());
        this.unit = unit;
        this.disk = disk;
        this.segment = at.segment();
        this.hash = at.hash().clone();
        this.written = at.offset();
        this.end = at.offset();
        this.allocated = channel.size();
        this.frame = at.frame();
        this.groupFrame = at.frame();
        this.groupOffset = at.group();
    }

    Path file() {
        return file;
    }

    long segment() {
        return segment;
    }

    /** Where the next frame begins. */
    long end() {
        return end;
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
            disk.write(channel, ByteBuffer.allocate(unit), allocated);
            allocated += unit;
        }
    }

    private void put(byte[] bytes) throws IOException {
        int from = 0;
        while (from < bytes.length) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            int count = Math.min(buffer.remaining(), bytes.length - from);
            buffer.put(bytes, from, count);
            from += count;
        }
        end += bytes.length;
    }

    private void flush() throws IOException {
        buffer.flip();
        int count = buffer.remaining();
        disk.write(channel, buffer, written);
        written += count;
        buffer.clear();
    }

    /** Ends the group: returns once all of it is on stable storage. */
    void force() throws IOException {
        flush();
        disk.force(channel);
        groupFrame = frame;
    }

    /** Ends the segment. Nothing is appended to it any more. */
    void seal() throws IOException {
        append(Frames.SEAL, 0, new byte[0], 0, new byte[0]);
        force();
        // If a crash undoes this, zeros lie behind the seal, which does no harm.
        channel.truncate(end);
    }

    /** The place behind the last frame; right behind a {@link #force()} only. */
    Cursor cursor(boolean sealed) {
        return new Cursor(segment, end, frame, groupOffset, hash.clone(), sealed);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
