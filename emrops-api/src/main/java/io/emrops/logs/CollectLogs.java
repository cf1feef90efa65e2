package io.emrops.logs;

import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Preview;
import io.emrops.Probe;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;
import java.util.Map;

/** See {@link Logs#collect}. */
record CollectLogs(LogCollector collector, LogRequest request) implements Operation<LogCollection> {
    @Override
    public String describe() {
        return "Collect " + request
                + request.directory().map(d -> " into " + d).orElse("")
                + (request.errors() ? ", and group their errors" : "");
    }

    @Override
    public Output<LogCollection> output() {
        return Output.of(LogCollection.class);
    }

    @Override
    public Target target() {
        return collector.target();
    }

    @Override
    public Preview<LogCollection> preview(Inputs in) {
        var read = collector.preview(request);
        var preview = request.directory()
                .map(d -> Preview.<LogCollection>of("New files in " + d + ", for their owner alone"))
                .orElseGet(() -> Preview.of());
        for (var service : read) {
            preview = preview.remark(service);
        }
        return preview;
    }

    @Override
    public LogCollection execute(StepContext run) throws InterruptedException {
        var collection = collector.collect(request.withOperationKey(run.idempotencyKey()), run.progress());
        for (var gap : collection.gaps()) {
            run.log(gap.toString());
        }
        return collection;
    }

    @Override
    public Probe<LogCollection> probe(StepContext run) {
        return request.directory()
                .map(d -> LogCollection.find(d, run.idempotencyKey())
                        .map(Probe::applied)
                        .orElseGet(Probe::notApplied))
                .orElseGet(Probe::notApplied);
    }

    @Override
    public Undoing<LogCollection> undoing() {
        return Undoing.nothing("what was collected is kept as evidence of what went on");
    }

    @Override
    public String kind() {
        return "logs.collect";
    }

    @Override
    public Map<String, String> configuration() {
        return request.configuration();
    }
}
