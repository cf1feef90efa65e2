package io.emrops.testkit.sqlserver.view;

import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** By which {@code sys.dm_exec_sql_text} finds a text: a hash of it, as long as the server's. */
final class SqlHandle {
    private static final int LENGTH = 44;
    private static final int OF_A_BATCH = 2;
    private static final int BEFORE_HASH = 4;

    private SqlHandle() {}

    /** Null for an empty text. */
    static byte @Nullable [] of(String text) {
        return text.isEmpty() ? null : handle(text);
    }

    static boolean isOf(byte[] handle, String text) {
        return !text.isEmpty() && Arrays.equals(handle, handle(text));
    }

    private static byte[] handle(String text) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_16LE));
            var handle = new byte[LENGTH];
            handle[0] = OF_A_BATCH;
            System.arraycopy(hash, 0, handle, BEFORE_HASH, hash.length);
            return handle;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
