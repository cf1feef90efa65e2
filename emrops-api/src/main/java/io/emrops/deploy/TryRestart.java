package io.emrops.deploy;

import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Preview;
import io.emrops.StepContext;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.Undoing;
import java.util.Map;
import java.util.Objects;

/** See {@link Deployments#tryRestart}. */
record TryRestart(Deployer deployer, RestartRequest request) implements Operation<RestartOutcome> {
    @Override
    public String describe() {
        return restart().describe() + "; that it does not become well is no failure";
    }

    private Restart restart() {
        return new Restart(deployer, request);
    }

    @Override
    public Output<RestartOutcome> output() {
        return Output.of(RestartOutcome.class);
    }

    @Override
    public Target target() {
        return deployer.target();
    }

    @Override
    public Preview<RestartOutcome> preview(Inputs in) {
        return Preview.of(deployer.preview(request));
    }

    @Override
    public RestartOutcome execute(StepContext run) throws Exception {
        try {
            deployer.restart(request, run.progress());
            return new RestartOutcome(true, "");
        } catch (StepFailedException e) {
            if (isWell(e)) {
                throw e;
            }
            return new RestartOutcome(false, Objects.requireNonNullElse(e.getMessage(), "it did not become well"));
        }
    }

    /** Not every failure is the service's: with a balancer that did not answer, something stronger would only do harm. */
    private boolean isWell(StepFailedException failure) throws StepFailedException {
        try {
            return deployer.status().stream()
                    .filter(status -> status.service().equals(request.service()))
                    .anyMatch(ServiceStatus::ok);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
            throw failure;
        }
    }

    @Override
    public Undoing<RestartOutcome> undoing() {
        return Undoing.nothing("a restart changes no version");
    }

    @Override
    public String kind() {
        return "deploy.try-restart";
    }

    @Override
    public Map<String, String> configuration() {
        return restart().configuration();
    }
}
