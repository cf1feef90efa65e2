package io.emrops.core.journal;

import io.emrops.StoreException;
import io.emrops.StoreException.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The first 128 bytes of a segment. Its first 16 are the same in all versions to come, so that an old reader can tell a
 * newer format from a damaged file. The hash before stands at the end, where any frame finds it: right before itself.
 *
 * @param store which store the segment belongs to
 * @param segment its number, from 1
 * @param firstFrame the number of its first frame
 * @param unit the file is lengthened by this many bytes of zeros at a time
 * @param hashBefore the hash of the last frame of the segment before; of the store's id in the first segment
 */
record SegmentHeader(UUID store, long segment, long firstFrame, int unit, byte[] hashBefore) {
    static final int BYTES = 128;
    static final int VERSION = 1;
    private static final byte[] MAGIC = "EMROPSJL".getBytes(StandardCharsets.US_ASCII);
    private static final int PREAMBLE = 16;

    /** The hash that the first frame of a store is chained to. */
    static byte[] origin(UUID store) {
        return Hashes.sha256()
                .digest(ByteBuffer.allocate(16)
                        .putLong(store.getMostSignificantBits())
                        .putLong(store.getLeastSignificantBits())
                        .array());
    }

    byte[] encoded() {
        ByteBuffer out = ByteBuffer.allocate(BYTES);
        out.put(MAGIC).putShort((short) VERSION).putShort((short) BYTES);
        out.putInt(crc(out.array(), 0, 12, 0, 0));
        out.putLong(store.getMostSignificantBits()).putLong(store.getLeastSignificantBits());
        out.putLong(segment).putLong(firstFrame).putInt(unit);
        // Bytes 52 to 55: flags, none yet. 56 to 91: for later.
        out.position(96).put(hashBefore);
        out.putInt(92, crc(out.array(), 0, 92, 96, BYTES));
        return out.array();
    }

    /**
     * Reads the header of a segment.
     *
     * @throws StoreException {@code NEWER_FORMAT}, or {@code CORRUPT}
     */
    static SegmentHeader read(Path file) throws IOException {
        byte[] bytes = first(file, BYTES);
        requireKnownFormat(file, bytes);
        if (bytes.length < BYTES) {
            throw new Damage(file, bytes.length, "the file ends inside its header");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (in.getShort(10) != BYTES || in.getInt(92) != crc(bytes, 0, 92, 96, BYTES)) {
            throw new Damage(file, 0, "the checksum of the header does not match");
        }
        int unit = in.getInt(48);
        if (in.getInt(52) != 0 || unit <= 0) {
            throw new Damage(file, 0, "the header holds values that no writer makes");
        }
        return new SegmentHeader(
                new UUID(in.getLong(16), in.getLong(24)),
                in.getLong(32),
                in.getLong(40),
                unit,
                Arrays.copyOfRange(bytes, 96, BYTES));
    }

    /** Looks at the first 16 bytes only. */
    static void requireKnownFormat(Path file) throws IOException {
        requireKnownFormat(file, first(file, PREAMBLE));
    }

    private static void requireKnownFormat(Path file, byte[] bytes) {
        if (bytes.length < PREAMBLE || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new Damage(file, 0, "this is no segment of a journal");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int version = in.getShort(8) & 0xFFFF;
        // The checksum before the version: a flipped bit must not pass for a newer format.
        if (in.getInt(12) != crc(bytes, 0, 12, 0, 0) || version == 0) {
            throw new Damage(file, 0, "the checksum of the format version does not match");
        }
        if (version > VERSION) {
            throw new StoreException(
                    Problem.NEWER_FORMAT,
                    file + " has format version " + version + "; this emrops knows up to " + VERSION);
        }
    }

    private static byte[] first(Path file, int count) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(count);
        }
    }

    private static int crc(byte[] bytes, int from, int to, int from2, int to2) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, to - from);
        crc.update(bytes, from2, to2 - from2);
        return (int) crc.getValue();
    }
}
