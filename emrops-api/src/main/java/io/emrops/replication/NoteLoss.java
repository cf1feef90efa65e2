package io.emrops.replication;

import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Preview;
import io.emrops.Probe;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;
import java.util.Map;
import java.util.Objects;

/** See {@link Replications#possibleLoss}. */
record NoteLoss(ReplicaFailover group, String replica) implements Operation<Loss> {
    NoteLoss {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(replica, "replica");
    }

    @Override
    public String describe() {
        return "Note what a forced failover to " + replica + " would lose";
    }

    @Override
    public Output<Loss> output() {
        return Output.of(Loss.class);
    }

    @Override
    public Target target() {
        return group.target();
    }

    @Override
    public Preview<Loss> preview(Inputs in) {
        return Preview.<Loss>of().remark(group.possibleLoss(replica).told());
    }

    @Override
    public Loss execute(StepContext run) {
        return group.possibleLoss(replica);
    }

    @Override
    public Probe<Loss> probe(StepContext run) {
        return Probe.notApplied();
    }

    @Override
    public Undoing<Loss> undoing() {
        return Undoing.nothing("it is a note");
    }

    @Override
    public String kind() {
        return "replication.possibleLoss";
    }

    @Override
    public Map<String, String> configuration() {
        return Map.of("replica", replica);
    }
}
