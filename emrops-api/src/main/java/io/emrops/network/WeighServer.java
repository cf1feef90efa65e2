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
import java.util.Optional;

/** See {@link LoadBalancers#weight}. */
record WeighServer(Place place, int weight) implements Operation<Done> {
    @Override
    public String describe() {
        return "Give " + place.server() + " the weight " + weight + " in pool " + place.pool();
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
        var now = place.require();
        return (now.weight() == weight
                        ? Preview.<Done>of()
                        : Preview.<Done>of(new Change(
                                        "weight of " + place.what(),
                                        Integer.toString(now.weight()),
                                        Integer.toString(weight))
                                .toString()))
                .predicting(Done.DONE);
    }

    @Override
    public Done execute(StepContext run) {
        place.balancer().weight(place.pool(), place.server(), weight);
        return Done.DONE;
    }

    @Override
    public Probe<Done> probe(StepContext run) {
        return place.probe(place.now().filter(s -> s.weight() == weight).isPresent());
    }

    @Override
    public Undoing<Done> undoing() {
        return new FormerWeight(place);
    }

    @Override
    public String kind() {
        return "network.weight";
    }

    @Override
    public Map<String, String> configuration() {
        var configuration = place.configuration();
        configuration.put("weight", Integer.toString(weight));
        return configuration;
    }

    /** Sets the former weight of a server that is still there. */
    private record FormerWeight(Place place) implements Undoing.Compensation<Done, Integer> {
        @Override
        public String describe() {
            return "Give " + place.what() + " its former weight";
        }

        @Override
        public Output<Integer> before() {
            return Output.of(Integer.class);
        }

        @Override
        public Integer capture(StepContext run) {
            return place.require().weight();
        }

        @Override
        public void undo(StepContext run, Integer before, Optional<Done> result) {
            place.weigh(before);
        }
    }
}
