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
import java.util.function.ToIntFunction;

/** See {@link Scalings#scale}. */
record Scale(Scaler scaler, String service, ToIntFunction<Inputs> wanted, String wantedText)
        implements Operation<Capacity> {
    Scale {
        Objects.requireNonNull(scaler, "scaler");
        Objects.requireNonNull(service, "service");
    }

    static String count(String replicas) {
        return replicas + (replicas.equals("1") ? " replica" : " replicas");
    }

    @Override
    public String describe() {
        return "Scale service " + service + " to " + count(wantedText);
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
        var replicas = wanted.applyAsInt(in);
        return Preview.<Capacity>of(scaler.previewScale(service, replicas))
                .predicting(new Capacity(replicas, scaler.capacity(service).resources()));
    }

    @Override
    public Capacity execute(StepContext run) throws Exception {
        return scaler.scale(service, wanted.applyAsInt(run), run.progress());
    }

    @Override
    public Probe<Capacity> probe(StepContext run) {
        var missing = scaler.previewScale(service, wanted.applyAsInt(run));
        return missing.isEmpty()
                ? Probe.applied(scaler.capacity(service))
                : Probe.unknown("it is not as it should be: " + String.join("; ", missing));
    }

    @Override
    public Undoing<Capacity> undoing() {
        return new AsManyAsBefore(scaler, service);
    }

    @Override
    public String kind() {
        return "scaling.scale";
    }

    @Override
    public Map<String, String> configuration() {
        return Map.of("service", service, "replicas", wantedText);
    }

    /** Goes back to the number that there was. */
    private record AsManyAsBefore(Scaler scaler, String service) implements Undoing.Compensation<Capacity, Capacity> {
        @Override
        public String describe() {
            return "Scale service " + service + " to as many replicas as before";
        }

        @Override
        public Output<Capacity> before() {
            return Output.of(Capacity.class);
        }

        @Override
        public Capacity capture(StepContext run) {
            return scaler.capacity(service);
        }

        @Override
        public void undo(StepContext run, Capacity before, Optional<Capacity> result) throws Exception {
            scaler.scale(service, before.replicas(), run.progress());
        }
    }
}
