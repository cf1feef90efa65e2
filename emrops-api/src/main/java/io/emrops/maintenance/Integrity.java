package io.emrops.maintenance;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What a check for integrity has found. Numbers only: the texts of a system can quote rows.
 *
 * @param database which was checked
 * @param depth how deeply
 * @param verdict what came of it; a check that could not run is no clean one
 * @param errors how many were found
 * @param codes the kinds of errors as the vendor numbers them, or why the check could not run
 * @param text the same in one sentence
 * @param checkedAt when it ended, by the system's clock
 * @param took how long
 */
public record Integrity(
        String database,
        Depth depth,
        Verdict verdict,
        int errors,
        List<String> codes,
        String text,
        Instant checkedAt,
        Duration took) {
    /** How much is looked at. */
    public enum Depth {
        /** Pages and their checksums: quicker, and blind for what is wrong within them. */
        PHYSICAL,
        /** All that the system can check. */
        FULL
    }

    /** What came of a check. */
    public enum Verdict {
        /** It ran to its end and found nothing. */
        CLEAN,
        /** It found errors. */
        DAMAGED,
        /** It could not run, or not to its end, and has found nothing so far: nothing is known. */
        NOT_CHECKED
    }

    public Integrity {
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(depth, "depth");
        Objects.requireNonNull(verdict, "verdict");
        codes = List.copyOf(codes);
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(checkedAt, "checkedAt");
        Objects.requireNonNull(took, "took");
    }

    /** Whether it ran to its end and found nothing. */
    public boolean clean() {
        return verdict == Verdict.CLEAN;
    }
}
