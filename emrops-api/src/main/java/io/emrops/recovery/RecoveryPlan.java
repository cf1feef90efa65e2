package io.emrops.recovery;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * How a database is brought back to a moment or to the end of a backup: which backups are restored, in which order. A step journals it, and every
 * later step of the recovery, also after a crash, goes by it and plans nothing anew.
 *
 * @param request what was asked for
 * @param sources the backups there are, in the order in which they are restored; a full one first
 * @param needsTail whether the moment lies in what no backup holds yet, so that the log has to be backed up first and
 *     restored last
 * @param stopsAt the moment as the system will be told, which may be a little before the asked one where its clock is coarser; with a chosen
 *     backup, about when that ends
 * @param plannedAt by the system's clock
 * @param explanation the plan in words, a sentence a line: why these backups, and what is passed over
 * @param details what only the provider that made the plan understands, and needs again after a crash; never secrets or rows
 */
public record RecoveryPlan(
        RecoveryRequest request,
        List<RecoverySource> sources,
        boolean needsTail,
        Instant stopsAt,
        Instant plannedAt,
        List<String> explanation,
        Map<String, String> details) {
    public RecoveryPlan {
        Objects.requireNonNull(request, "request");
        sources = List.copyOf(sources);
        Objects.requireNonNull(stopsAt, "stopsAt");
        Objects.requireNonNull(plannedAt, "plannedAt");
        explanation = List.copyOf(explanation);
        details = Collections.unmodifiableMap(new TreeMap<>(details));
    }

    /** How much time is taken back: what was committed in it will be missing. */
    public Duration takenBack() {
        var since = Duration.between(request.moment(), plannedAt);
        return since.isNegative() ? Duration.ZERO : since;
    }
}
