package io.emrops.benchmarks.journal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/** Records of 300 bytes that tell whose they are and do not compress. */
public final class Payload {
    public static final int BYTES = 300;

    private static final byte[] TEMPLATE = new byte[BYTES];

    static {
        new Random(300).nextBytes(TEMPLATE);
    }

    private Payload() {}

    /** A record of a writer. */
    public static byte[] of(int writer, long sequence) {
        var payload = TEMPLATE.clone();
        ByteBuffer.wrap(payload).putInt(writer).putLong(sequence);
        return payload;
    }

    /**
     * Compares what was read with what was written.
     *
     * @throws IllegalStateException if it is anything else
     */
    public static void require(int writer, long sequence, byte[] read) {
        if (!Arrays.equals(read, of(writer, sequence))) {
            throw new IllegalStateException("Record " + sequence + " of writer " + writer + " is not what was written");
        }
    }
}
