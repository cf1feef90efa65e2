package io.emrops.diagnostics;

import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Preview;
import io.emrops.Probe;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;
import io.emrops.Value;
import java.util.Map;
import java.util.TreeMap;

/** See {@link Diagnostics#endIdleSessions}. */
record EndIdleSessions(DiagnosticsProvider provider, IdleSessionRequest request, Value<IdleSessions> found)
        implements Operation<EndedSessions> {
    @Override
    public String describe() {
        return "End those that are still " + request;
    }

    @Override
    public Output<EndedSessions> output() {
        return Output.of(EndedSessions.class);
    }

    @Override
    public Target target() {
        return provider.target();
    }

    /** Those that were found, and not those that there are now: it is these that somebody agrees to. */
    @Override
    public Preview<EndedSessions> preview(Inputs in) {
        return Preview.of(in.get(found).sessions().stream()
                .map(session -> "End " + session)
                .toList());
    }

    @Override
    public EndedSessions execute(StepContext run) throws InterruptedException {
        var ended = provider.endIdleSessions(request, run.get(found), run.progress());
        ended.sessions().forEach(each -> run.log(each.toString()));
        return ended;
    }

    /** What an attempt that was cut off has ended is gone when it is repeated, and nothing else is ended by that. */
    @Override
    public Probe<EndedSessions> probe(StepContext run) {
        return Probe.unknown("a repetition tells which of them are gone, and ends the others");
    }

    @Override
    public Undoing<EndedSessions> undoing() {
        return Undoing.nothing("a program whose idle session was ended connects again");
    }

    @Override
    public String kind() {
        return "diagnostics.end-idle-sessions";
    }

    @Override
    public Map<String, String> configuration() {
        var configuration = new TreeMap<>(request.configuration());
        configuration.put("found", found.id());
        return configuration;
    }
}
