package io.emrops.replication;

import io.emrops.Change;
import io.emrops.Done;
import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.PreconditionFailedException;
import io.emrops.Preview;
import io.emrops.Probe;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;
import io.emrops.replication.Replica.Movement;
import io.emrops.replication.Replica.Role;
import java.util.Map;
import java.util.Objects;

/** See {@link Replications#resume}. */
record ResumeMovement(ReplicaFailover group, String replica) implements Operation<Done> {
    ResumeMovement {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(replica, "replica");
    }

    @Override
    public String describe() {
        return "Let " + replica + " follow the primary again; what only it has is lost for good";
    }

    @Override
    public Output<Done> output() {
        return Output.of(Done.class);
    }

    @Override
    public Target target() {
        return group.target();
    }

    @Override
    public Preview<Done> preview(Inputs in) {
        if (!group.abilities().contains(Ability.RESUME)) {
            throw new PreconditionFailedException(
                    "With " + group.kind() + ", " + replica + " cannot follow again: it has to be seeded anew");
        }
        var now = group.status().replica(replica);
        return (now.movement() == Movement.SUSPENDED
                        ? Preview.<Done>of(new Change("data movement of " + replica, "suspended", "moving").toString())
                        : Preview.<Done>of())
                .predicting(Done.DONE);
    }

    @Override
    public Done execute(StepContext run) throws InterruptedException {
        group.resume(replica, run.progress());
        return Done.DONE;
    }

    @Override
    public Probe<Done> probe(StepContext run) {
        var now = group.status().replica(replica);
        return now.answers() && now.role() == Role.SECONDARY && now.movement() == Movement.MOVING
                ? Probe.applied(Done.DONE)
                : Probe.notApplied();
    }

    @Override
    public Undoing<Done> undoing() {
        return Undoing.irreversible("what only the former primary had is gone");
    }

    @Override
    public String kind() {
        return "replication.resume";
    }

    @Override
    public Map<String, String> configuration() {
        return Map.of("replica", replica);
    }
}
