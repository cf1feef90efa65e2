package io.emrops.network;

import io.emrops.Change;
import io.emrops.Done;
import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Preview;
import io.emrops.Probe;
import io.emrops.StepContext;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.Undoing;
import io.emrops.network.PoolServer.Admission;
import java.time.Duration;
import java.util.Map;

/** See {@link LoadBalancers#drain}. */
record DrainServer(Place place, Duration atMost) implements Operation<Done> {
    @Override
    public String describe() {
        return "Drain " + place.server() + " in pool " + place.pool();
    }

    @Override
    public Output<Done> output() {
        return Output.of(Done.class);
    }

    @Override
    public Target target() {
        return place.balancer().target();
    }

    @Override
    public Preview<Done> preview(Inputs in) {
        var changes = place.now()
                .filter(s -> s.admission() == Admission.READY)
                .map(s -> new Change(place.what(), LoadBalancers.state(s), "draining").toString());
        var preview = Preview.<Done>of(changes.stream().toList());
        var open = place.now().map(PoolServer::sessions).orElse(0L);
        return (open > 0 ? preview.remark(open + " sessions are open") : preview).predicting(Done.DONE);
    }

    @Override
    public Done execute(StepContext run) throws InterruptedException {
        var open = place.balancer().drain(place.pool(), place.alone(), atMost, run.progress());
        if (open > 0) {
            throw new StepFailedException(
                    open + " sessions of " + place.what() + " are still open after " + atMost + "; it is drained");
        }
        return Done.DONE;
    }

    @Override
    public Probe<Done> probe(StepContext run) {
        return place.probe(place.now()
                .filter(s -> s.admission() == Admission.READY || s.sessions() > 0)
                .isEmpty());
    }

    @Override
    public Undoing<Done> undoing() {
        return new ServerBefore.Back(place, "Give " + place.what() + " sessions again if it was given any");
    }

    @Override
    public String kind() {
        return "network.drain";
    }

    @Override
    public Map<String, String> configuration() {
        var configuration = place.configuration();
        configuration.put("atMost", atMost.toString());
        return configuration;
    }
}
