package io.emrops.deploy;

import io.emrops.Done;
import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Preview;
import io.emrops.Probe;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;
import java.util.function.Function;

/** See {@link Deployments#pull}. */
record Pull(Deployer deployer, Function<Inputs, String> wanted, String wantedText) implements Operation<Done> {
    @Override
    public String describe() {
        return "Fetch version " + wantedText + " without touching what runs";
    }

    @Override
    public Output<Done> output() {
        return Output.of(Done.class);
    }

    @Override
    public Target target() {
        return deployer.target();
    }

    @Override
    public Preview<Done> preview(Inputs in) {
        deployer.preview(ReleaseRequest.preview(wanted.apply(in)));
        return Preview.<Done>of().predicting(Done.DONE).remark("fetches what version " + wanted.apply(in) + " needs");
    }

    @Override
    public Done execute(StepContext run) throws Exception {
        deployer.pull(new ReleaseRequest(wanted.apply(run), run.idempotencyKey()), run.progress());
        return Done.DONE;
    }

    @Override
    public Probe<Done> probe(StepContext run) {
        return Probe.notApplied();
    }

    @Override
    public Undoing<Done> undoing() {
        return Undoing.nothing("what was fetched is not in use and may stay");
    }

    @Override
    public String kind() {
        return "deploy.pull";
    }
}
