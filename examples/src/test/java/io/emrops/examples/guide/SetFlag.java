package io.emrops.examples.guide;

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

// tag::operation[]
/** Sets a flag on a flag server; undone by going back to what it was. */
record SetFlag(FlagServer server, String flag, boolean value) implements Operation<Boolean> {
    @Override
    public String describe() { // for the document: asks nobody
        return "Set the flag " + flag + " to " + value;
    }

    @Override
    public Output<Boolean> output() {
        return Output.of(Boolean.class);
    }

    @Override
    public Target target() { // which server, with what it says of itself
        return new Target("flag-server", server.name(), server.serialNumber());
    }

    @Override
    public Preview<Boolean> preview(Inputs in) { // asks, and changes nothing
        var now = server.get(flag);
        return now == value
                ? Preview.<Boolean>of().predicting(value)
                : Preview.<Boolean>of("flag " + flag + ": " + now + " → " + value)
                        .predicting(value);
    }

    @Override
    public Boolean execute(StepContext run) {
        server.set(flag, value, run.idempotencyKey());
        return value;
    }

    @Override
    public Probe<Boolean> probe(StepContext run) { // was the attempt that was cut off applied?
        return server.lastKey(flag).equals(Optional.of(run.idempotencyKey()))
                ? Probe.applied(value)
                : Probe.notApplied();
    }

    @Override
    public Undoing<Boolean> undoing() {
        return new BackToBefore(server, flag);
    }

    @Override
    public String kind() { // with the configuration and version(), what a resume compares
        return "flag.set";
    }

    @Override
    public Map<String, String> configuration() {
        return Map.of("flag", flag, "value", Boolean.toString(value));
    }

    private record BackToBefore(FlagServer server, String flag) implements Undoing.Compensation<Boolean, Boolean> {
        @Override
        public String describe() {
            return "Set the flag back to what it was";
        }

        @Override
        public Output<Boolean> before() {
            return Output.of(Boolean.class);
        }

        @Override
        public Boolean capture(StepContext run) { // before the first attempt; journalled
            return server.get(flag);
        }

        @Override
        public void undo(StepContext run, Boolean before, Optional<Boolean> result) { // bears to be repeated
            server.set(flag, before, run.idempotencyKey() + "/undo");
        }
    }
}
// end::operation[]
