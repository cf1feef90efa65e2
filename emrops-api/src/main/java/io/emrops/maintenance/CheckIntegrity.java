package io.emrops.maintenance;

import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Preview;
import io.emrops.Probe;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;
import java.util.Map;

/** See {@link Maintenance#checkIntegrity}. */
record CheckIntegrity(MaintenanceProvider provider, String database, Integrity.Depth depth)
        implements Operation<Integrity> {
    @Override
    public String describe() {
        return switch (depth) {
            case PHYSICAL -> "Check the pages of " + database;
            case FULL -> "Check the integrity of " + database;
        };
    }

    @Override
    public Output<Integrity> output() {
        return Output.of(Integrity.class);
    }

    @Override
    public Target target() {
        return provider.target();
    }

    @Override
    public Preview<Integrity> preview(Inputs in) {
        var last = provider.lastGoodCheck(database);
        return Preview.<Integrity>of().remark(Maintenance.words(database, last));
    }

    @Override
    public Integrity execute(StepContext run) throws InterruptedException {
        return provider.checkIntegrity(database, depth, run.progress());
    }

    @Override
    public Probe<Integrity> probe(StepContext run) {
        return Probe.notApplied();
    }

    @Override
    public Undoing<Integrity> undoing() {
        return Undoing.nothing("checking changes nothing");
    }

    @Override
    public String kind() {
        return "maintenance.check-integrity";
    }

    @Override
    public Map<String, String> configuration() {
        return Map.of("database", database, "depth", depth.name());
    }
}
