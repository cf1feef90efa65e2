package io.emrops.diagnostics;

import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Preview;
import io.emrops.Probe;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;
import java.util.Map;

/** See {@link Diagnostics#idleSessions}. */
record FindIdleSessions(DiagnosticsProvider provider, IdleSessionRequest request) implements Operation<IdleSessions> {
    @Override
    public String describe() {
        return "Find sessions that are " + request + ", at most " + request.atMost();
    }

    @Override
    public Output<IdleSessions> output() {
        return Output.of(IdleSessions.class);
    }

    @Override
    public Target target() {
        return provider.target();
    }

    /** What there is moves by itself, so that nobody agrees to it here. */
    @Override
    public Preview<IdleSessions> preview(Inputs in) {
        var found = provider.idleSessions(request);
        var preview = Preview.<IdleSessions>of().predicting(found);
        for (var line : found.lines()) {
            preview = preview.remark(line);
        }
        return preview;
    }

    @Override
    public IdleSessions execute(StepContext run) {
        var found = provider.idleSessions(request);
        found.lines().forEach(run::log);
        return found;
    }

    @Override
    public Probe<IdleSessions> probe(StepContext run) {
        return Probe.notApplied();
    }

    @Override
    public Undoing<IdleSessions> undoing() {
        return Undoing.nothing("looking changes nothing");
    }

    @Override
    public String kind() {
        return "diagnostics.idle-sessions";
    }

    @Override
    public Map<String, String> configuration() {
        return request.configuration();
    }
}
