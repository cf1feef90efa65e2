package io.emrops.sqlserver.recovery;

import io.emrops.sqlserver.history.BackupSet;
import io.emrops.sqlserver.history.Lsn;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** What came of planning: a chain of backups that ends exactly where it should, or why there is none. */
public sealed interface RecoveryDecision {
    /** In plain sentences, a line each; the same for the same facts. */
    List<String> explanation();

    /**
     * How the database is brought back.
     *
     * @param steps in their order: a full backup, perhaps a differential one, log backups
     * @param needsTail whether the end of the live log has to be backed up and restored after the steps
     * @param stopAt what every restore of a log, also of the tail, is told as {@code STOPAT}: local time of the server, in a
     *     precision that "datetime" has; empty if everything is restored
     * @param moment what is in: everything committed then or before; the asked moment or at most four milliseconds less. Empty if
     *     everything is restored
     * @param heldAnyhow whether the steps are known to hold everything up to the moment even if the server says after the last
     *     one that it has not come to it (4322), which it does if nothing was committed after the moment. So with a tail, which is made after the moment
     * @param branch the one the database ends on
     * @param explanation in plain sentences, a line each
     * @param alternatives what was passed over and why, a line each
     */
    record Chain(
            List<Step> steps,
            boolean needsTail,
            Optional<LocalDateTime> stopAt,
            Optional<Instant> moment,
            boolean heldAnyhow,
            UUID branch,
            List<String> explanation,
            List<String> alternatives)
            implements RecoveryDecision {
        public Chain {
            steps = List.copyOf(steps);
            Objects.requireNonNull(stopAt, "stopAt");
            Objects.requireNonNull(moment, "moment");
            Objects.requireNonNull(branch, "branch");
            explanation = List.copyOf(explanation);
            alternatives = List.copyOf(alternatives);
            if (steps.isEmpty()) {
                throw new IllegalArgumentException("A chain begins with a full backup");
            }
        }

        /** The backup sets, in their order. */
        public List<BackupSet> sets() {
            return steps.stream().map(Step::set).toList();
        }
    }

    /**
     * One backup of a chain.
     *
     * @param set which one
     * @param reach whether the moment lies in it
     */
    record Step(BackupSet set, Reach reach) {
        public Step {
            Objects.requireNonNull(set, "set");
            Objects.requireNonNull(reach, "reach");
        }
    }

    /** Where the moment lies, as seen from a backup of the chain. */
    enum Reach {
        /** Behind it: all of it is restored, and after a log the server says that it has not come to the moment yet (4322). */
        WHOLE,
        /**
         * Perhaps in it: it was being made at the moment. If the server does not say that it has yet to come to the moment, the rest of
         * the chain is left out.
         */
        PERHAPS,
        /** In it, or at its end. */
        LAST
    }

    /**
     * Why the database cannot be brought back there.
     *
     * @param reason the kind of it
     * @param gap the first one in the best chain, if that is the reason
     * @param before the nearest earlier moment that can be reached
     * @param after the nearest later one
     * @param explanation in plain sentences, a line each
     * @param remedies what to do, a line each
     */
    record Refusal(
            Reason reason,
            Optional<Gap> gap,
            Optional<Instant> before,
            Optional<Instant> after,
            List<String> explanation,
            List<String> remedies)
            implements RecoveryDecision {
        public Refusal {
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(gap, "gap");
            Objects.requireNonNull(before, "before");
            Objects.requireNonNull(after, "after");
            explanation = List.copyOf(explanation);
            remedies = List.copyOf(remedies);
        }
    }

    /** The kind of a refusal. */
    enum Reason {
        /** No usable full backup was complete by then. */
        NO_FULL_BACKUP,
        /** Log is missing in between. */
        GAP,
        /** The moment lies after the end of the last log backup, and there is no tail to be had. */
        AFTER_LAST_LOG,
        /** The moment lies inside minimally logged changes. */
        BULK_LOGGED,
        /** Two branches of the history were alive, or may have been. */
        BRANCHES,
        /** Several databases had that name. */
        SEVERAL_DATABASES,
        /** The clock on the server's wall showed this time twice. */
        AMBIGUOUS_TIME,
        /** What the clock on the server's wall showed is not known for certain. */
        ZONE_UNKNOWN,
        /** The configured zone is not the one that the backup sets were made in. */
        ZONE_WRONG,
        /** The set that everything should be restored up to is not known, or cannot be used. */
        NO_SUCH_SET
    }

    /**
     * Log that is missing.
     *
     * @param from where it begins
     * @param to where the next log backup begins; empty if there is none
     * @param last the last usable set before it
     * @param next the next usable log backup after it
     * @param lost sets that would fill it, if they could be used
     */
    record Gap(Lsn from, Optional<Lsn> to, BackupSet last, Optional<BackupSet> next, List<BackupSet> lost) {
        public Gap {
            Objects.requireNonNull(from, "from");
            Objects.requireNonNull(to, "to");
            Objects.requireNonNull(last, "last");
            Objects.requireNonNull(next, "next");
            lost = List.copyOf(lost);
        }
    }
}
