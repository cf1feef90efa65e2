package io.emrops.recovery;

import io.emrops.Done;
import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Preview;
import io.emrops.Probe;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;
import io.emrops.Value;
import java.util.Map;

/** Restores everything up to the moment. */
record Restore(RecoveryProvider provider, Value<RecoveryPlan> plan, Value<Secured> secured) implements Operation<Done> {
    @Override
    public String describe() {
        return "Restore the backups of the plan up to the moment, and leave the database closed";
    }

    @Override
    public Output<Done> output() {
        return Output.of(Done.class);
    }

    @Override
    public Target target() {
        return provider.target();
    }

    @Override
    public Preview<Done> preview(Inputs in) {
        var known = in.get(plan);
        var count = known.sources().size();
        return Preview.<Done>of(count + (count == 1 ? " backup" : " backups")
                        + (known.needsTail() ? " and the end of the log" : "") + " restored to "
                        + known.request().result() + ", up to " + known.stopsAt())
                .predicting(Done.DONE);
    }

    @Override
    public Done execute(StepContext run) throws InterruptedException {
        provider.restore(run.get(plan), run.get(secured), run.progress());
        return Done.DONE;
    }

    @Override
    public Probe<Done> probe(StepContext run) {
        return switch (provider.state(run.get(plan), run.get(secured)).phase()) {
            case AT_THE_MOMENT, OPEN -> Probe.applied(Done.DONE);
            default -> Probe.unknown("restoring has not come to its end; it goes on from there when it is run again");
        };
    }

    @Override
    public Undoing<Done> undoing() {
        return Undoing.nothing("the database is still closed; where it was secured it is opened as it was");
    }

    @Override
    public String kind() {
        return "recovery.restore";
    }

    @Override
    public Map<String, String> configuration() {
        return Map.of("plan", plan.id());
    }
}
