package io.emrops.recovery;

import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Preview;
import io.emrops.Probe;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Finds the backups for a recovery. */
record PlanRecovery(RecoveryProvider provider, Function<Inputs, RecoveryRequest> request, String describe)
        implements Operation<RecoveryPlan> {
    @Override
    public Output<RecoveryPlan> output() {
        return Output.of(RecoveryPlan.class);
    }

    @Override
    public Target target() {
        return provider.target();
    }

    /** Planning changes nothing; what is agreed to, also which backups are restored, is with the steps that restore them. */
    @Override
    public Preview<RecoveryPlan> preview(Inputs in) {
        var plan = provider.plan(request.apply(in));
        var remarks = new ArrayList<>(plan.explanation());
        remarks.add(Recoveries.missing(plan));
        return new Preview<>(List.of(), remarks, Optional.of(plan));
    }

    @Override
    public RecoveryPlan execute(StepContext run) {
        return provider.plan(request.apply(run));
    }

    @Override
    public Probe<RecoveryPlan> probe(StepContext run) {
        return Probe.notApplied();
    }

    @Override
    public Undoing<RecoveryPlan> undoing() {
        return Undoing.nothing("planning changes nothing");
    }

    @Override
    public String kind() {
        return "recovery.plan";
    }

    @Override
    public Map<String, String> configuration() {
        return Map.of("plan", describe);
    }
}
