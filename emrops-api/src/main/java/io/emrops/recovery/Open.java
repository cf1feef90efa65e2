package io.emrops.recovery;

import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Preview;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;
import io.emrops.Value;
import java.util.Map;

/** Opens the database at the moment. */
record Open(RecoveryProvider provider, Value<RecoveryPlan> plan, Value<Secured> secured)
        implements Operation<Recovered> {
    @Override
    public String describe() {
        return "Open the database, if it is at the moment";
    }

    @Override
    public Output<Recovered> output() {
        return Output.of(Recovered.class);
    }

    @Override
    public Target target() {
        return provider.target();
    }

    @Override
    public Preview<Recovered> preview(Inputs in) {
        var request = in.get(plan).request();
        return Preview.of(request.result() + " is opened with its state of " + request.moment());
    }

    @Override
    public Recovered execute(StepContext run) throws InterruptedException {
        return provider.open(run.get(plan), run.get(secured));
    }

    @Override
    public Undoing<Recovered> undoing() {
        return Undoing.irreversible("an opened database takes no more backups in; what was there before is in its "
                + "backups, as far as it was secured, and another recovery brings it back");
    }

    @Override
    public String kind() {
        return "recovery.open";
    }

    @Override
    public Map<String, String> configuration() {
        return Map.of("plan", plan.id());
    }
}
