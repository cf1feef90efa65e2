package io.emrops.replication;

import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.PreconditionFailedException;
import io.emrops.Preview;
import io.emrops.Probe;
import io.emrops.Progress;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** See {@link Replications#failOver}. */
record FailOver(ReplicaFailover group, PlannedFailover failover) implements Operation<FailedOver> {
    FailOver {
        Objects.requireNonNull(group, "group");
    }

    @Override
    public String describe() {
        return "Fail over from " + failover.from() + " to " + failover.to() + ", with nothing lost";
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
        return Preview.of(group.preview(failover));
    }

    @Override
    public FailedOver execute(StepContext run) throws InterruptedException {
        return group.failOver(failover, run.progress());
    }

    @Override
    public Probe<FailedOver> probe(StepContext run) {
        return Probes.whoIsPrimary(group, failover.from(), failover.to());
    }

    @Override
    public Undoing<FailedOver> undoing() {
        return new Back(group, failover);
    }

    @Override
    public String kind() {
        return "replication.failOver";
    }

    @Override
    public Map<String, String> configuration() {
        return Map.of("from", failover.from(), "to", failover.to());
    }

    /**
     * Makes the former primary primary again, unless another was it before the step. Where nobody was, an earlier attempt had closed it.
     *
     * @param failover the one to take back
     */
    private record Back(ReplicaFailover group, PlannedFailover failover)
            implements Undoing.Compensation<FailedOver, PrimaryBefore> {
        @Override
        public String describe() {
            return "Fail back to " + failover.from() + " if that loses nothing";
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
            if (before.primary().filter(p -> !p.equals(failover.from())).isPresent()) {
                return;
            }
            var now = group.status();
            if (now.primaries().size() > 1) {
                throw new PreconditionFailedException(
                        "Several replicas of " + now.group() + " say that they are primary");
            }
            if (now.isPrimary(failover.from())) {
                letIn(now, run.progress());
                return;
            }
            if (now.primary().isEmpty()) {
                group.release(failover.from(), run.progress());
            } else {
                group.failOver(failover.back(), run.progress());
            }
        }

        /** An attempt that was cut off may have left it primary, and closed to its users. */
        private void letIn(ReplicationStatus now, Progress progress) throws InterruptedException {
            if (now.replica(failover.from()).writes() != Replica.Writes.TAKEN
                    && group.abilities().contains(Ability.RELEASE)) {
                group.release(failover.from(), progress);
            }
        }
    }
}
