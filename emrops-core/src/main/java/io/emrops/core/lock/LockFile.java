package io.emrops.core.lock;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emrops.StoreException;
import io.emrops.StoreException.Problem;
import io.emrops.spi.Leases.Holder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * A taken lock as a file, which people can read too:
 *
 * <pre>
 * {"format":1,"lock":"emrnext","run":"...","runbook":"emrnext-deploy","step":"deploy",
 *  "since":"2025-06-01T02:00:00Z","process":"pid 4711 on emr-ops-1","alive":"alive-4711-..."}
 * </pre>
 *
 * @param alive the file whose OS lock tells whether the process lives
 */
record LockFile(String lock, Holder holder, String process, String alive) {
    static final String PREFIX = "lock-";
    static final String SUFFIX = ".json";
    private static final int FORMAT = 1;
    private static final int MAX_NAME = 120;
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * The name of the file of a lock. Everything but a-z, 0-9, dot, dash and underscore is written as %XX: two names that
     * differ in case only are two files on Windows too. A long name is cut, and ends with its SHA-256.
     */
    static String fileName(String lock) {
        StringBuilder name = new StringBuilder();
        for (byte b : lock.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b == '.' || b == '-' || b == '_';
            name.append(plain ? String.valueOf((char) b) : String.format(Locale.ROOT, "%%%02X", b));
        }
        if (name.length() > MAX_NAME) {
            name.setLength(MAX_NAME);
            name.append('~').append(sha256(lock));
        }
        return PREFIX + name + SUFFIX;
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java platform has no SHA-256", e);
        }
    }

    byte[] encoded() throws IOException {
        ObjectNode node = JSON.createObjectNode();
        node.put("format", FORMAT);
        node.put("lock", lock);
        node.put("run", holder.runId());
        node.put("runbook", holder.runbookId());
        node.put("step", holder.stepPath());
        node.put("since", holder.since().toString());
        node.put("process", process);
        node.put("alive", alive);
        return JSON.writeValueAsBytes(node);
    }

    /**
     * Reads a lock file, if it is there.
     *
     * @throws StoreException {@code CORRUPT} if it says nothing that can be understood, {@code NEWER_FORMAT}
     */
    static Optional<LockFile> read(Path file) throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        try {
            JsonNode node = JSON.readTree(bytes);
            int format = node.path("format").asInt();
            if (format > FORMAT) {
                throw new StoreException(
                        Problem.NEWER_FORMAT, file + " has format " + format + "; this emrops knows up to " + FORMAT);
            }
            Holder holder = new Holder(
                    text(node, "run"), text(node, "runbook"), text(node, "step"), Instant.parse(text(node, "since")));
            return Optional.of(new LockFile(text(node, "lock"), holder, text(node, "process"), text(node, "alive")));
        } catch (JsonProcessingException | DateTimeException | IllegalArgumentException e) {
            throw new StoreException(
                    Problem.CORRUPT,
                    file + " cannot be understood; the lock counts as taken until it is released by force",
                    e);
        }
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = node.get(field);
        if (value == null || !value.isTextual()) {
            throw new IllegalArgumentException("No text in the field " + field);
        }
        return value.textValue();
    }
}
