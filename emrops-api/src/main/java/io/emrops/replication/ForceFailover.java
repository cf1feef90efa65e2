package io.emrops.replication;

import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.PreconditionFailedException;
import io.emrops.Preview;
import io.emrops.Probe;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** See {@link Replications#force}. */
record ForceFailover(ReplicaFailover group, String to, Function<Inputs, ForcedFailover> failover)
        implements Operation<FailedOver> {
    ForceFailover {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(failover, "failover");
    }

    private ForcedFailover chosen(Inputs in) {
        var chosen = failover.apply(in);
        if (!chosen.to().equals(to)) {
            throw new PreconditionFailedException("The loss was accepted for " + chosen.to() + ", not for " + to);
        }
        return chosen;
    }

    @Override
    public String describe() {
        return "Fail over to " + to + " by force, with the loss that was accepted";
    }

    @Override
    public Output<FailedOver> output() {
        return Output.of(FailedOver.class);
    }

    @Override
    public Target target() {
        return group.target();
    }

    @Override
    public Preview<FailedOver> preview(Inputs in) {
        var changes = group.preview(chosen(in));
        var preview = Preview.<FailedOver>of(changes);
        return changes.isEmpty()
                ? preview
                : preview.remark(group.possibleLoss(to).told());
    }

    @Override
    public FailedOver execute(StepContext run) throws InterruptedException {
        return group.force(chosen(run), run.progress());
    }

    @Override
    public Probe<FailedOver> probe(StepContext run) {
        var from = chosen(run).accepted().primary();
        return from.isPresent()
                ? Probes.whoIsPrimary(group, from.get(), to)
                : Probe.unknown("Who was primary before is not known");
    }

    @Override
    public Undoing<FailedOver> undoing() {
        return new NotBack(group, to);
    }

    @Override
    public String kind() {
        return "replication.force";
    }

    @Override
    public Map<String, String> configuration() {
        return Map.of("to", to);
    }

    /** Puts back what an attempt left that did not come to its end; a failover that is done stays. */
    private record NotBack(ReplicaFailover group, String to)
            implements Undoing.Compensation<FailedOver, PrimaryBefore> {
        @Override
        public String describe() {
            return "Release the former primary if " + to
                    + " did not become primary; a forced failover that is done is not taken" + " back";
        }

        @Override
        public Output<PrimaryBefore> before() {
            return Output.of(PrimaryBefore.class);
        }

        @Override
        public PrimaryBefore capture(StepContext run) {
            return PrimaryBefore.of(group);
        }

        @Override
        public void undo(StepContext run, PrimaryBefore before, Optional<FailedOver> result)
                throws InterruptedException {
            if (before.primary().equals(Optional.of(to))) {
                return;
            }
            var now = group.status();
            if (now.isPrimary(to)) {
                throw new PreconditionFailedException(to + " is primary of " + now.group()
                        + " by force and stays it: going back would lose what was committed there since. Let the former primary"
                        + " follow first, then fail over as planned");
            }
            if (now.primaries().size() > 1) {
                throw new PreconditionFailedException("Several replicas of " + now.group()
                        + " say that they are primary: a person has to decide whose changes are kept");
            }
            if (!now.replica(to).answers()) {
                throw new PreconditionFailedException(
                        to + " does not answer: nobody can tell whether it is primary of " + now.group() + " by force");
            }
            if (now.primary().isEmpty() && before.primary().isPresent()) {
                group.release(before.primary().get(), run.progress());
            }
        }
    }
}
