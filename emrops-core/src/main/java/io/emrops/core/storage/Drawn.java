package io.emrops.core.storage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Ids that nobody else has: they come from the time, this process and its machine. Anybody may guess them, so nothing may
 * depend on their being secret. The system's source of randomness would be a good part of the time that a start takes.
 */
public final class Drawn {
    private static final SplittableRandom SOURCE = new SplittableRandom(seed());

    private Drawn() {}

    private static long seed() {
        var here = ThisProcess.description() + " " + Instant.now() + " " + System.nanoTime() + " "
                + System.identityHashCode(new Object());
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(here.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** An id in the form that RFC 9562 calls version 8: made as its maker likes. */
    public static UUID uuid() {
        long high;
        long low;
        synchronized (SOURCE) {
            high = SOURCE.nextLong();
            low = SOURCE.nextLong();
        }
        return new UUID(high & ~0xF000L | 0x8000L, low & ~(3L << 62) | 2L << 62);
    }

    /** So many of these letters. */
    public static String letters(String alphabet, int count) {
        var word = new StringBuilder(count);
        synchronized (SOURCE) {
            for (int i = 0; i < count; i++) {
                word.append(alphabet.charAt(SOURCE.nextInt(alphabet.length())));
            }
        }
        return word.toString();
    }
}
