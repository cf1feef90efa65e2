package io.emrops.network;

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
import io.emrops.network.PoolServer.Admission;
import io.emrops.network.PoolServer.Health;
import java.time.Duration;
import java.util.Map;

/** See {@link LoadBalancers#register}. */
record RegisterServer(Place place, Duration wellWithin) implements Operation<Done> {
    @Override
    public String describe() {
        return "Register " + place.server() + " in pool " + place.pool();
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
        var now = place.now();
        if (now.filter(s -> s.admission() == Admission.READY).isPresent()) {
            return Preview.<Done>of().predicting(Done.DONE);
        }
        if (now.isEmpty() && place.balancer().room(place.pool()) == 0) {
            throw new PreconditionFailedException("Pool " + place.pool() + " has no room for another server");
        }
        var from = now.map(LoadBalancers::state).orElse("not registered");
        return Preview.<Done>of(new Change(place.what(), from, "ready").toString())
                .predicting(Done.DONE);
    }

    @Override
    public Done execute(StepContext run) throws InterruptedException {
        place.balancer().register(place.pool(), place.alone(), wellWithin);
        return Done.DONE;
    }

    @Override
    public Probe<Done> probe(StepContext run) {
        return place.probe(place.now()
                .filter(s ->
                        s.admission() == Admission.READY && (s.health() == Health.UP || s.health() == Health.UNCHECKED))
                .isPresent());
    }

    @Override
    public Undoing<Done> undoing() {
        return new ServerBefore.Back(place, "Take " + place.what() + " out again, or back to its former state");
    }

    @Override
    public String kind() {
        return "network.register";
    }

    @Override
    public Map<String, String> configuration() {
        var configuration = place.configuration();
        configuration.put("wellWithin", wellWithin.toString());
        return configuration;
    }
}
