package io.emrops.network;

import io.emrops.Change;
import io.emrops.Done;
import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Preview;
import io.emrops.Probe;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;
import java.util.Map;

/** See {@link LoadBalancers#deregister}. */
record DeregisterServer(Place place) implements Operation<Done> {
    @Override
    public String describe() {
        return "Take " + place.server() + " out of pool " + place.pool();
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
        var changes = now.map(s -> new Change(place.what(), LoadBalancers.state(s), "not registered").toString());
        var preview = Preview.<Done>of(changes.stream().toList());
        var open = now.map(PoolServer::sessions).orElse(0L);
        return (open > 0 ? preview.remark(open + " open sessions may be cut") : preview).predicting(Done.DONE);
    }

    @Override
    public Done execute(StepContext run) {
        place.balancer().deregister(place.pool(), place.alone());
        return Done.DONE;
    }

    @Override
    public Probe<Done> probe(StepContext run) {
        return place.probe(place.now().isEmpty());
    }

    @Override
    public Undoing<Done> undoing() {
        return new ServerBefore.Back(place, "Register " + place.what() + " again if it was given sessions");
    }

    @Override
    public String kind() {
        return "network.deregister";
    }

    @Override
    public Map<String, String> configuration() {
        return place.configuration();
    }
}
