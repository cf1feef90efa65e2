package io.emrops.audit;

import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Preview;
import io.emrops.Probe;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;
import io.emrops.Value;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Writes a file of what is read.
 *
 * @param stem how names of such files begin; also the kind of operation
 * @param what what is written, as in "Write the failed logins to a file"
 * @param settings what else decides what is written
 * @param require asks whether it can be read; changes nothing
 */
record WriteFile<T>(
        String stem,
        String what,
        Output<T> output,
        Supplier<Target> source,
        Runnable require,
        Value<AuditPeriod> period,
        ExportDirectory directory,
        Map<String, String> settings,
        Writing<T> writing)
        implements Operation<T> {
    interface Writing<T> {
        T write(StepContext run, AuditPeriod period, Path file) throws InterruptedException;
    }

    @Override
    public String describe() {
        return "Write the " + what + " to a file";
    }

    @Override
    public Target target() {
        return source.get();
    }

    @Override
    public Preview<T> preview(Inputs in) {
        require.run();
        return Preview.of("a new file "
                + directory.path().resolve(stem + "-…." + directory.format().extension())
                + ", readable by its owner alone");
    }

    /** Again, if it was cut off: the file has the same name each time, and is replaced when it is complete. */
    @Override
    public T execute(StepContext run) throws InterruptedException {
        var time = run.get(period);
        return writing.write(run, time, directory.file(stem, time.to(), run.idempotencyKey()));
    }

    @Override
    public Probe<T> probe(StepContext run) {
        return Probe.notApplied();
    }

    @Override
    public Undoing<T> undoing() {
        return Undoing.nothing("a report is kept");
    }

    @Override
    public String kind() {
        return "audit." + stem;
    }

    @Override
    public Map<String, String> configuration() {
        var all = new TreeMap<>(settings);
        all.put("period", period.id());
        all.put("directory", directory.path().toString());
        all.put("format", directory.format().name());
        return all;
    }
}
