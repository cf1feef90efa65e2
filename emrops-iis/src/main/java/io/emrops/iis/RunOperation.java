package io.emrops.iis;

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

/** Starts, stops or recycles a site or a pool; see {@link AppPools} and {@link Sites}. */
record RunOperation(RunningBefore.Runner what, String action) implements Operation<Done> {
    private static final String RECYCLE = "recycle";

    @Override
    public String describe() {
        var verb = switch (action) {
            case "start" -> "Start";
            case "stop" -> "Stop";
            default -> "Recycle";
        };
        return verb + (what.kind().equals("pool") ? " application pool " : " site ") + what.name();
    }

    @Override
    public Output<Done> output() {
        return Output.of(Done.class);
    }

    @Override
    public Target target() {
        return what.iis().target();
    }

    @Override
    public Preview<Done> preview(Inputs in) throws InterruptedException {
        var now = what.now();
        if (action.equals(RECYCLE) && now.started()) {
            return Preview.<Done>of(what + " gets new worker processes").predicting(Done.DONE);
        }
        var wanted = wanted();
        return (now.equals(wanted)
                        ? Preview.<Done>of()
                        : Preview.<Done>of(new Change(what.toString(), words(now), words(wanted)).toString()))
                .predicting(Done.DONE);
    }

    private RunningBefore wanted() {
        var start = !action.equals("stop");
        return new RunningBefore(start, start);
    }

    private static String words(RunningBefore state) {
        return (state.started() ? "started" : "stopped")
                + (state.started() == state.autoStart()
                        ? ""
                        : state.autoStart() ? ", and starts with Windows" : ", and does not start with Windows");
    }

    @Override
    public Done execute(StepContext run) throws InterruptedException {
        what.act(action);
        return Done.DONE;
    }

    @Override
    public Probe<Done> probe(StepContext run) throws InterruptedException {
        if (action.equals(RECYCLE)) {
            return Probe.unknown("IIS does not say when a pool was recycled");
        }
        return what.now().equals(wanted()) ? Probe.applied(Done.DONE) : Probe.notApplied();
    }

    @Override
    public Undoing<Done> undoing() {
        return new RunningBefore.Back(what, "Have " + what + " run as it did before, or not");
    }

    @Override
    public String kind() {
        return "iis." + what.kind() + "." + action;
    }

    @Override
    public Map<String, String> configuration() {
        return Map.of(what.kind(), what.name());
    }
}
