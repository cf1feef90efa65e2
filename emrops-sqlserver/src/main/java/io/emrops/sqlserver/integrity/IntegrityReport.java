package io.emrops.sqlserver.integrity;

import io.emrops.Finding;
import io.emrops.sqlserver.session.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a check for integrity has found. Numbers only: the texts can quote rows.
 *
 * @param database which was checked
 * @param physicalOnly whether only pages were looked at, and not what is in them
 * @param verdict what came of it
 * @param errors how many were found at least, as rows or beside them; 0 if it found none
 * @param numbers of the kinds of errors, in their order; of a check that could not run, why
 * @param repairLevel the smallest repair that the server names for them, such as {@code repair_allow_data_loss}; for information
 * @param failure why it could not run, or not to its end; empty if it could, and if the connection was lost without a word
 * @param elapsed how long it took
 */
public record IntegrityReport(
        String database,
        boolean physicalOnly,
        Verdict verdict,
        int errors,
        List<Integer> numbers,
        Optional<String> repairLevel,
        Optional<Failure> failure,
        Duration elapsed) {
    /** What came of a check. */
    public enum Verdict {
        /** It ran to its end and found nothing. */
        CLEAN,
        /** It found errors. */
        DAMAGED,
        /** It could not run, or not to its end, and has found nothing so far: nothing is known. */
        NOT_CHECKED
    }

    public IntegrityReport {
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(verdict, "verdict");
        numbers = List.copyOf(numbers);
        Objects.requireNonNull(repairLevel, "repairLevel");
        Objects.requireNonNull(failure, "failure");
        Objects.requireNonNull(elapsed, "elapsed");
    }

    /** Whether it ran to its end and found nothing. */
    public boolean clean() {
        return verdict == Verdict.CLEAN;
    }

    /** In one sentence. */
    public String words() {
        var what = physicalOnly ? "The check of the pages of " : "The check for integrity of ";
        return switch (verdict) {
            case CLEAN -> what + database + " found no errors";
            case DAMAGED ->
                what + database + " found " + errors + (errors == 1 ? " error: " : " errors: ") + vendorNumbers()
                        + repairLevel
                                .map(level -> "; the server names " + level)
                                .orElse("");
            case NOT_CHECKED ->
                what + database + " could not run to its end: "
                        + failure.map(Failure::words)
                                .orElse(numbers.isEmpty() ? "the connection was lost" : vendorNumbers());
        };
    }

    /** As evidence. */
    public Finding finding() {
        return clean() ? Finding.ok(words()) : Finding.notOk(words());
    }

    private String vendorNumbers() {
        return "SQL Server "
                + String.join(", ", numbers.stream().map(String::valueOf).toList());
    }
}
