package io.emrops.logs;

import io.emrops.deploy.LogFinding;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What was collected, by its numbers. It is journalled, so it holds no text of a log.
 *
 * @param since from when on, inclusive
 * @param until until when, exclusive
 * @param lines how many lines were read
 * @param bytes how many bytes of text were read, without times and marks
 * @param files what was written; all but a page of errors hold lines. Empty if no files were asked for
 * @param gaps what is missing or may be
 * @param errors what looks like an error, the most frequent first, at most {@value #MOST_ERRORS} groups; empty if that was not asked for
 * @param errorLines how many lines look like an error, also those of groups that are left out of {@code errors}
 */
public record LogCollection(
        Instant since,
        Instant until,
        long lines,
        long bytes,
        List<LogFile> files,
        List<LogGap> gaps,
        List<LogFinding> errors,
        long errorLines) {
    /** No more groups of errors are part of this; the page holds all. */
    public static final int MOST_ERRORS = 200;

    public LogCollection {
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(until, "until");
        files = List.copyOf(files);
        gaps = List.copyOf(gaps);
        errors = List.copyOf(errors);
    }

    /** Whether nothing is known to be missing: no file was cut, and there is no gap. */
    public boolean isComplete() {
        return gaps.isEmpty() && files.stream().allMatch(file -> file.cutAt().isEmpty());
    }

    /**
     * As it is written beside the files, in the form that {@code sha256sum -c} reads.
     *
     * @param operationKey may be empty; then it is not found again
     */
    public String summary(String operationKey) {
        return SummaryFile.text(this, operationKey);
    }

    /** What was collected into a directory under this key, if all of it was; reads the directory and no log. */
    public static Optional<LogCollection> find(Path directory, String operationKey) {
        return SummaryFile.find(directory, operationKey);
    }
}
