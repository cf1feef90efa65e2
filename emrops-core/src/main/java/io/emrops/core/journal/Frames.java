package io.emrops.core.journal;

import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The layout of a frame, big-endian. A header of 40 bytes, the body (run id and payload), the checksum of both, and the
 * hash over the hash before and all of that:
 *
 * <pre>
 *  0  4  magic "EMRF"            20  8  number of the first frame of the group
 *  4  4  length of the body      28  8  number of the record in its run
 *  8  1  kind                    36  4  CRC32C of salt and bytes 0 to 35
 *  9  1  flags                   40  n  body: run id, payload
 * 10  2  length of the run id       4  CRC32C of header and body
 * 12  8  number of the frame       32  SHA-256 of the hash before, header, body and checksum
 * </pre>
 *
 * The salt is the store, the segment and the offset, so that a frame is valid in its own place only: what a payload
 * quotes, or what a disk wrote to the wrong place, is no frame.
 */
final class Frames {
    static final int MAGIC = 0x454D5246;
    static final int HEADER = 40;
    static final int CHECKSUM = 4;
    static final int TRAILER = CHECKSUM + Hashes.BYTES;
    static final int RECORD = 1;
    static final int SEAL = 2;
    static final int ENDED = 1;
    static final int MAX_RUN_ID = 200;

    private Frames() {}

    static long size(int runIdLength, int payloadLength) {
        return (long) HEADER + runIdLength + payloadLength + TRAILER;
    }

    /** Where frames are valid: in one segment of one store. */
    static final class Salt {
        private final ByteBuffer bytes = ByteBuffer.allocate(32);

        Salt(UUID store, long segment) {
            bytes.putLong(0, store.getMostSignificantBits());
            bytes.putLong(8, store.getLeastSignificantBits());
            bytes.putLong(16, segment);
        }

        /** The checksum of a header that begins at {@code offset} of the segment and at {@code at} of the array. */
        int checksum(long offset, byte[] header, int at) {
            bytes.putLong(24, offset);
            CRC32C crc = new CRC32C();
            crc.update(bytes.array());
            crc.update(header, at, HEADER - CHECKSUM);
            return (int) crc.getValue();
        }
    }
}
