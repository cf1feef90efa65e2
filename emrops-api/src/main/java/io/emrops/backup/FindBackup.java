package io.emrops.backup;

import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.PreconditionFailedException;
import io.emrops.Preview;
import io.emrops.Probe;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Finds the newest backup that is wanted.
 *
 * @param describe without the inputs
 * @param wanted what is looked for
 */
record FindBackup(BackupProvider provider, String database, String describe, Function<Inputs, Wanted> wanted)
        implements Operation<Backup> {
    /** @param words such as {@code full backup} */
    record Wanted(String words, Predicate<Backup> fits) {}

    @Override
    public Output<Backup> output() {
        return Output.of(Backup.class);
    }

    @Override
    public Target target() {
        return provider.target();
    }

    @Override
    public Preview<Backup> preview(Inputs in) {
        var found = find(in);
        return Preview.<Backup>of()
                .predicting(found)
                .remark("it is " + found.id() + ", finished at " + found.finishedAt());
    }

    @Override
    public Backup execute(StepContext run) {
        return find(run);
    }

    @Override
    public Probe<Backup> probe(StepContext run) {
        return Probe.notApplied();
    }

    @Override
    public Undoing<Backup> undoing() {
        return Undoing.nothing("looking changes nothing");
    }

    @Override
    public String kind() {
        return "backup.find";
    }

    @Override
    public Map<String, String> configuration() {
        return Map.of("find", describe);
    }

    private Backup find(Inputs in) {
        var known = wanted.apply(in);
        return provider.list(database).stream()
                .filter(known.fits())
                .findFirst()
                .orElseThrow(() -> new PreconditionFailedException("There is no " + known.words() + " of " + database));
    }
}
