package io.emrops.runbooks;

import io.emrops.Backoff;
import io.emrops.InDoubt;
import io.emrops.Inputs;
import io.emrops.Param;
import io.emrops.RunbookBuilder;
import io.emrops.Step;
import io.emrops.replication.FailedOver;
import io.emrops.replication.ForcedFailover;
import io.emrops.replication.LossAccepted;
import io.emrops.replication.ReplicaFailover;
import io.emrops.replication.Replications;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What whoever forces a failover has to type, and the step that is made of it. */
final class ForcedFailoverForm {
    private static final String UNKNOWN = "unknown";

    private final ReplicaFailover group;
    private final String to;
    private boolean fencingFirst;
    private boolean fencedOutside;
    private boolean acceptingUnknown;

    /** What is typed, as the handles of one definition. */
    private record Typed(
            Param<String> primary,
            Optional<Param<Instant>> heldUntil,
            Param<Duration> acceptedLoss,
            Optional<Param<String>> fenced) {}

    private Optional<Typed> typed = Optional.empty();

    ForcedFailoverForm(ReplicaFailover group, String to) {
        this.group = group;
        this.to = to;
    }

    void requireForced(boolean forced) {
        if (!forced) {
            throw new IllegalStateException("The failover is planned");
        }
    }

    void fencingFirst() {
        fencingFirst = true;
    }

    void fencedOutside() {
        fencedOutside = true;
    }

    void acceptingUnknown() {
        acceptingUnknown = true;
    }

    void params(RunbookBuilder rb) {
        rb.param("replica", String.class)
                .check("must be the name of the replica that becomes primary, " + to, to::equals)
                .describedAs("the name of the replica that becomes primary, typed once more");
        var primary = rb.param("primary", String.class)
                .describedAs("who was primary, as it was shown; " + UNKNOWN + " if nobody could tell");
        Optional<Param<Instant>> heldUntil = acceptingUnknown
                ? Optional.empty()
                : Optional.of(rb.param("held-until", Instant.class)
                        .describedAs("up to when the replica holds all, as it was shown"));
        var accepted = rb.param("accepted-loss", Duration.class)
                .check("must not be negative", d -> !d.isNegative())
                .describedAs(
                        "what was committed in it may be lost at most, as in PT30M; behind a dead primary it grows until"
                                + " the failover" + (acceptingUnknown ? "; and more, if nobody can tell" : ""));
        Optional<Param<String>> fenced = fencedOutside
                ? Optional.of(rb.param("fenced", String.class)
                        .check("must say how", how -> !how.isBlank())
                        .describedAs("how the old primary is kept from taking changes, such as that its power was cut"))
                : Optional.empty();
        typed = Optional.of(new Typed(primary, heldUntil, accepted, fenced));
    }

    Step<FailedOver> step(RunbookBuilder rb) {
        var known = typed.orElseThrow();
        return rb.step(
                        "database",
                        "Fail the database over by force",
                        Replications.force(group, to, in -> failover(in, known)))
                .attempts(3, Backoff.none())
                .inDoubt(InDoubt.rerun());
    }

    private ForcedFailover failover(Inputs in, Typed known) {
        var primary = in.get(known.primary());
        var accepted = new LossAccepted(
                group.status().group(),
                to,
                primary.equals(UNKNOWN) ? Optional.empty() : Optional.of(primary),
                known.heldUntil().map(in::get),
                in.get(known.acceptedLoss()),
                acceptingUnknown,
                "typed by whoever started the run");
        var failover = new ForcedFailover(accepted, fencingFirst, Optional.empty());
        return known.fenced().map(in::get).map(failover::fencedOutside).orElse(failover);
    }
}
