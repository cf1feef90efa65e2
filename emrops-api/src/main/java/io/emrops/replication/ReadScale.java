package io.emrops.replication;

import io.emrops.Check;
import io.emrops.Done;
import io.emrops.Finding;
import io.emrops.InDoubt;
import io.emrops.Operation;
import java.util.Objects;

/**
 * Steps and checks over {@link ReadReplicas}. The steps are safe to repeat, so state {@link InDoubt#rerun} or {@link InDoubt#probe}.
 *
 * <pre>{@code
 * rb.step("reader", "Let the other site read", ReadScale.add(group, "sql-b")).inDoubt(rerun());
 * rb.verify("answers", "It answers", ReadScale.answersReads(group, "sql-b")).within(ofMinutes(1));
 * }</pre>
 */
public final class ReadScale {
    private ReadScale() {}

    /** A replica answers those who intend to read. One that answers everybody stays as it is. An undo sets what it found. */
    public static Operation<Done> add(ReadReplicas replicas, String replica) {
        return new LetRead(replicas, replica, Reads.INTENDED, true);
    }

    /** A replica answers nobody while it is secondary. An undo sets what it found. */
    public static Operation<Done> remove(ReadReplicas replicas, String replica) {
        return new LetRead(replicas, replica, Reads.NONE, false);
    }

    /** A replica answers a query over a connection that intends to read. */
    public static Check answersReads(ReadReplicas replicas, String replica) {
        Objects.requireNonNull(replicas, "replicas");
        Objects.requireNonNull(replica, "replica");
        return Check.of(
                replica + " answers those who intend to read",
                run -> replicas.answersReads(replica)
                        ? Finding.ok(replica + " answers those who intend to read")
                        : Finding.notOk(replica + " does not answer those who intend to read"));
    }
}
