package io.emrops.deploy;

import io.emrops.Done;
import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Preview;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;
import java.util.Map;

/** See {@link Deployments#restart}. */
record Restart(Deployer deployer, String service) implements Operation<Done> {
    @Override
    public String describe() {
        return "Restart service " + service;
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
        return Preview.<Done>of("service " + service + ": restarted as it is").predicting(Done.DONE);
    }

    @Override
    public Done execute(StepContext run) throws Exception {
        deployer.restart(service, run.progress());
        return Done.DONE;
    }

    @Override
    public Undoing<Done> undoing() {
        return Undoing.nothing("a restart changes no version");
    }

    @Override
    public String kind() {
        return "deploy.restart";
    }

    @Override
    public Map<String, String> configuration() {
        return Map.of("service", service);
    }
}
