package io.emrops.deploy;

import io.emrops.Done;
import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Preview;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** See {@link Deployments#restart}. */
record Restart(Deployer deployer, RestartRequest request) implements Operation<Done> {
    @Override
    public String describe() {
        return switch (request.manner()) {
            case ROLLING -> "Restart service " + request.service();
            case AT_ONCE -> "Restart service " + request.service() + ", all instances at once";
            case FORCED -> "Kill all instances of service " + request.service() + " and start them again";
        };
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
        return Preview.<Done>of(deployer.preview(request)).predicting(Done.DONE);
    }

    @Override
    public Done execute(StepContext run) throws Exception {
        deployer.restart(request, run.progress());
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

    /** A rolling one has no manner here, as from when there was no other. */
    @Override
    public Map<String, String> configuration() {
        var configuration = new TreeMap<String, String>();
        configuration.put("service", request.service());
        if (request.manner() != RestartRequest.Manner.ROLLING) {
            configuration.put(
                    "manner", request.manner().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
        request.grace().ifPresent(grace -> configuration.put("grace", grace.toString()));
        return configuration;
    }
}
