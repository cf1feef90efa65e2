package io.emrops.scaling;

import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Preview;
import io.emrops.Probe;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** See {@link Scalings#resize}. */
record Resize(Scaler scaler, String service, Resources resources) implements Operation<Capacity> {
    Resize {
        Objects.requireNonNull(scaler, "scaler");
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(resources, "resources");
    }

    @Override
    public String describe() {
        return "Limit each instance of service " + service + " to " + resources;
    }

    @Override
    public Output<Capacity> output() {
        return Output.of(Capacity.class);
    }

    @Override
    public Target target() {
        return scaler.target();
    }

    @Override
    public Preview<Capacity> preview(Inputs in) {
        return Preview.<Capacity>of(scaler.previewResize(service, resources))
                .predicting(new Capacity(scaler.capacity(service).replicas(), resources));
    }

    @Override
    public Capacity execute(StepContext run) throws Exception {
        return scaler.resize(service, resources, run.progress());
    }

    @Override
    public Probe<Capacity> probe(StepContext run) {
        var missing = scaler.previewResize(service, resources);
        return missing.isEmpty()
                ? Probe.applied(scaler.capacity(service))
                : Probe.unknown("it is not as it should be: " + String.join("; ", missing));
    }

    @Override
    public Undoing<Capacity> undoing() {
        return new LimitsOfBefore(scaler, service);
    }

    @Override
    public String kind() {
        return "scaling.resize";
    }

    @Override
    public Map<String, String> configuration() {
        return Map.of("service", service, "resources", resources.toString());
    }

    /** Goes back to the limits that there were. */
    private record LimitsOfBefore(Scaler scaler, String service)
            implements Undoing.Compensation<Capacity, ResourceState> {
        @Override
        public String describe() {
            return "Bring back the limits that service " + service + " had";
        }

        @Override
        public Output<ResourceState> before() {
            return Output.of(ResourceState.class);
        }

        @Override
        public ResourceState capture(StepContext run) {
            return scaler.resources(service);
        }

        @Override
        public void undo(StepContext run, ResourceState before, Optional<Capacity> result) throws Exception {
            scaler.restore(before, run.progress());
        }
    }
}
