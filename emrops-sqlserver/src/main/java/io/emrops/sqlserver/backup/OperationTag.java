package io.emrops.sqlserver.backup;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * By what an operation is found again on the server: its key, hashed to a fixed form, so that nothing of the key stands in descriptions and
 * names of files.
 *
 * @param id 32 hexadecimal digits
 */
record OperationTag(String id) {
    private static final int BYTES = 16;
    private static final int SHORT = 8;

    /** @throws IllegalArgumentException if the key is empty */
    static OperationTag of(String operationKey) {
        if (operationKey.isBlank()) {
            throw new IllegalArgumentException("An operation has a key, by which it is found again");
        }
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(operationKey.getBytes(StandardCharsets.UTF_8));
            return new OperationTag(HexFormat.of().formatHex(Arrays.copyOf(hash, BYTES)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The description of a backup. */
    String description() {
        return "emrops opId=" + id;
    }

    /** As part of names. */
    String shortId() {
        return id.substring(0, SHORT);
    }
}
