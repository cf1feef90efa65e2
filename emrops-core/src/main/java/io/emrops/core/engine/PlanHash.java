package io.emrops.core.engine;

import io.emrops.Plan;
import io.emrops.spi.Definition;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** One hash over everything a person reads before agreeing; remarks are left out, as they move by themselves. */
final class PlanHash {
    private PlanHash() {}

    static String of(Definition definition, String params, List<Plan.PlannedStep> steps) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            feed(digest, definition.fingerprint().hash());
            feed(digest, params);
            for (var step : steps) {
                feed(digest, step.path());
                feed(digest, step.title());
                feed(digest, step.foretold().name());
                feed(
                        digest,
                        step.target()
                                .map(t -> t.kind() + "\n" + t.name() + "\n" + t.identity())
                                .orElse(""));
                step.changes().forEach(change -> feed(digest, change));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static void feed(MessageDigest digest, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(new byte[] {
            (byte) (bytes.length >>> 24), (byte) (bytes.length >>> 16), (byte) (bytes.length >>> 8), (byte) bytes.length
        });
        digest.update(bytes);
    }
}
