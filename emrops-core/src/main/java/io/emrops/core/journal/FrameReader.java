package io.emrops.core.journal;

import io.emrops.core.journal.Frames.Salt;
import io.emrops.spi.RunStore;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Reads the frames of one segment, one behind the other, each verified with its checksums and its link in the chain. The
 * accessors describe the frame that was read last. An interrupt of the reading thread does not matter.
 */
final class FrameReader implements Closeable {
    private static final int BUFFER = 256 << 10;
    private static final int MAX_BODY = RunStore.MAX_RECORD_BYTES + Frames.MAX_RUN_ID;

    /** What lies at the place where a frame may begin. */
    enum Found {
        /** A frame that is all right. */
        FRAME,
        /** Nothing: the file ends here, or goes on with zeros for at least a header. */
        NOTHING,
        /** Something else; {@link #trouble()} says what is wrong with it. */
        TROUBLE
    }

    private final Path file;
    private final Salt salt;
    private final InputStream in;
    private final MessageDigest digest;
    private final byte[] computed = new byte[Hashes.BYTES];

    // Right before the position always stands the hash that the next frame is chained to.
    private byte[] buffer = new byte[BUFFER];
    private ByteBuffer view = ByteBuffer.wrap(buffer);
    private int position = Hashes.BYTES;
    private int limit = Hashes.BYTES;
    private long next;

    private long offset;
    private int start;
    private int bodyLength;
    private int runIdLength;
    private String runId = "";
    private byte[] runIdBytes = new byte[0];
    private String trouble = "";

    /**
     * @param next where the first frame begins
     * @param hashBefore the hash that it is chained to
     * @param digest for SHA-256; nobody else uses it until this reader is closed
     */
    FrameReader(Path file, Salt salt, long next, byte[] hashBefore, MessageDigest digest) throws IOException {
        this.file = file;
        this.salt = salt;
        this.next = next;
        this.digest = digest;
        System.arraycopy(hashBefore, 0, buffer, 0, Hashes.BYTES);
        this.in = Files.newInputStream(file);
        try {
            in.skipNBytes(next);
        } catch (EOFException e) {
            in.close();
            throw new Damage(file, next, "the file is shorter than what was forced to it");
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** Reads on. After anything but a frame the reader stays where it is. */
    Found next() throws IOException {
        offset = next;
        int there = fill(Frames.HEADER);
        start = position;
        if (there < Frames.HEADER) {
            return zero(there) ? Found.NOTHING : trouble("the file ends inside the header of a record");
        }
        if (view.getInt(start) != Frames.MAGIC || view.getInt(start + 36) != salt.checksum(offset, buffer, start)) {
            return zero(Frames.HEADER)
                    ? Found.NOTHING
                    : trouble("the checksum of the header of a record does not match");
        }
        bodyLength = view.getInt(start + 4);
        runIdLength = view.getShort(start + 10) & 0xFFFF;
        if (bodyLength < 0 || bodyLength > MAX_BODY || runIdLength > Math.min(bodyLength, Frames.MAX_RUN_ID)) {
            throw new Damage(file, offset, "the header of a record holds lengths that no writer makes");
        }
        int size = Frames.HEADER + bodyLength + Frames.TRAILER;
        if (fill(size) < size) {
            return trouble("the file ends inside a record");
        }
        start = position;
        return body(size);
    }

    private Found body(int size) {
        int end = start + Frames.HEADER + bodyLength;
        CRC32C crc = new CRC32C();
        crc.update(buffer, start, end - start);
        if (view.getInt(end) != (int) crc.getValue()) {
            return trouble("the checksum of a record does not match");
        }
        int before = start - Hashes.BYTES;
        digest.update(buffer, before, end + Frames.CHECKSUM - before);
        try {
            digest.digest(computed, 0, computed.length);
        } catch (DigestException e) {
            throw new IllegalStateException(e);
        }
        int stored = end + Frames.CHECKSUM;
        if (!Arrays.equals(computed, 0, Hashes.BYTES, buffer, stored, stored + Hashes.BYTES)) {
            return trouble("the hash of a record does not follow from the record before it");
        }
        decodeRunId();
        position += size;
        next = offset + size;
        return Found.FRAME;
    }

    private void decodeRunId() {
        int from = start + Frames.HEADER;
        if (!Arrays.equals(runIdBytes, 0, runIdBytes.length, buffer, from, from + runIdLength)) {
            runIdBytes = Arrays.copyOfRange(buffer, from, from + runIdLength);
            runId = new String(runIdBytes, StandardCharsets.US_ASCII);
        }
    }

    private Found trouble(String what) {
        trouble = what;
        return Found.TROUBLE;
    }

    private boolean zero(int count) {
        for (int i = position; i < position + count; i++) {
            if (buffer[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Has at least {@code wanted} bytes at the position, if the file has them; returns how many there are. */
    private int fill(int wanted) throws IOException {
        if (limit - position >= wanted) {
            return wanted;
        }
        int kept = position - Hashes.BYTES;
        byte[] target = Hashes.BYTES + wanted <= buffer.length ? buffer : new byte[Hashes.BYTES + wanted];
        System.arraycopy(buffer, kept, target, 0, limit - kept);
        limit -= kept;
        position = Hashes.BYTES;
        if (target != buffer) {
            buffer = target;
            view = ByteBuffer.wrap(buffer);
        }
        while (limit - position < wanted) {
            int read = in.read(buffer, limit, buffer.length - limit);
            if (read < 0) {
                return limit - position;
            }
            limit += read;
        }
        return wanted;
    }

    /** Where the frame begins. */
    long offset() {
        return offset;
    }

    /** Where the frame ends, or where the reader stands. */
    long end() {
        return next;
    }

    int kind() {
        return buffer[start + 8];
    }

    int flags() {
        return buffer[start + 9];
    }

    long number() {
        return view.getLong(start + 12);
    }

    long group() {
        return view.getLong(start + 20);
    }

    long sequence() {
        return view.getLong(start + 28);
    }

    String runId() {
        return runId;
    }

    byte[] payload() {
        int from = start + Frames.HEADER + runIdLength;
        return Arrays.copyOfRange(buffer, from, start + Frames.HEADER + bodyLength);
    }

    /** The hash of the frame. */
    byte[] hash() {
        return Arrays.copyOfRange(buffer, position - Hashes.BYTES, position);
    }

    String trouble() {
        return trouble;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
