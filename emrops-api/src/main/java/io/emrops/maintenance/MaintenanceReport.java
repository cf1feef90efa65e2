package io.emrops.maintenance;

import io.emrops.maintenance.MaintenancePlan.LeftOut;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What came of a maintenance. What is not in {@code done} is due again: the next call finds it by itself.
 *
 * @param database which one
 * @param startedAt by the system's clock
 * @param finishedAt by the system's clock
 * @param ending why no more was done
 * @param done what was done, in its order, as it is afterwards
 * @param failed what was tried and not done
 * @param remaining what was not begun, or was ended early and is gone on with or begun anew by the next call
 * @param leftOut what would be due and is not done at all
 * @param logUsed how full the log was at the most, in percent, as seen between the tasks; empty if it was not looked at
 * @param logWaitsFor what keeps the log from being emptied, as the system calls it, such as {@code LOG_BACKUP}; only if it was too full
 */
public record MaintenanceReport(
        String database,
        Instant startedAt,
        Instant finishedAt,
        Ending ending,
        List<Done> done,
        List<Failed> failed,
        List<MaintenanceTask> remaining,
        List<LeftOut> leftOut,
        Optional<Double> logUsed,
        Optional<String> logWaitsFor) {
    /** Why no more was done. */
    public enum Ending {
        /** All that was due was tried. */
        COMPLETE("everything that was due was tried"),
        /** The time for it was over. */
        TIME_OVER("the time for it was over"),
        /** The log of the database was too full to go on. */
        LOG_FULL("the log of the database was too full to go on");

        private final String words;

        Ending(String words) {
            this.words = words;
        }

        /** As part of a sentence. */
        public String words() {
            return words;
        }
    }

    /**
     * Something that was done.
     *
     * @param task with what was measured before
     * @param took how long
     * @param after what was measured then; nothing if it could not be
     */
    public record Done(MaintenanceTask task, Duration took, Measurement after) {
        public Done {
            Objects.requireNonNull(task, "task");
            Objects.requireNonNull(took, "took");
            Objects.requireNonNull(after, "after");
        }
    }

    /**
     * Something that was tried and not done.
     *
     * @param task what was tried
     * @param busy whether somebody held a lock on it for too long, so that it may go another time
     * @param why in words, with the vendor's number
     */
    public record Failed(MaintenanceTask task, boolean busy, String why) {
        public Failed {
            Objects.requireNonNull(task, "task");
            Objects.requireNonNull(why, "why");
        }

        /** In one line. */
        public String words() {
            return task.words() + " was not done: " + why;
        }
    }

    public MaintenanceReport {
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(startedAt, "startedAt");
        Objects.requireNonNull(finishedAt, "finishedAt");
        Objects.requireNonNull(ending, "ending");
        done = List.copyOf(done);
        failed = List.copyOf(failed);
        remaining = List.copyOf(remaining);
        leftOut = List.copyOf(leftOut);
        Objects.requireNonNull(logUsed, "logUsed");
        Objects.requireNonNull(logWaitsFor, "logWaitsFor");
    }

    /** Whether all that was due is done; what is left out is not counted. */
    public boolean complete() {
        return failed.isEmpty() && remaining.isEmpty();
    }

    /** In one sentence. */
    public String words() {
        return "Of " + (done.size() + failed.size() + remaining.size()) + " tasks that were due in " + database + ", "
                + done.size() + " were done, " + failed.size() + " failed and " + remaining.size()
                + " remain; " + ending.words();
    }

    /** A line for each that failed, remains or was left out. */
    public List<String> lines() {
        var lines = new ArrayList<String>();
        logWaitsFor.ifPresent(what -> lines.add("the log waits for " + what));
        failed.forEach(each -> lines.add(each.words()));
        remaining.forEach(each -> lines.add("remains: " + each.words()));
        leftOut.forEach(each -> lines.add(each.words()));
        return lines;
    }
}
