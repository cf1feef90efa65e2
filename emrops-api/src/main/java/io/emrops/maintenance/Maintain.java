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

/** See {@link Maintenance#maintain}. */
record Maintain(MaintenanceProvider provider, MaintenanceRequest request) implements Operation<MaintenanceReport> {
    private static final int LINES = 50;

    @Override
    public String describe() {
        return request.words();
    }

    @Override
    public Output<MaintenanceReport> output() {
        return Output.of(MaintenanceReport.class);
    }

    @Override
    public Target target() {
        return provider.target();
    }

    /** Fragmentation and counts of changes move by themselves, so what is due is shown and not agreed to. */
    @Override
    public Preview<MaintenanceReport> preview(Inputs in) {
        var plan = provider.plan(request);
        var preview = Preview.<MaintenanceReport>of(request.words());
        var lines = plan.lines();
        for (var line : lines.subList(0, Math.min(LINES, lines.size()))) {
            preview = preview.remark(line);
        }
        if (lines.size() > LINES) {
            preview = preview.remark("and " + (lines.size() - LINES) + " more");
        }
        return lines.isEmpty() ? preview.remark("nothing is due now") : preview;
    }

    @Override
    public MaintenanceReport execute(StepContext run) throws InterruptedException {
        return provider.maintain(request, run.progress());
    }

    @Override
    public Probe<MaintenanceReport> probe(StepContext run) {
        return Probe.notApplied();
    }

    @Override
    public Undoing<MaintenanceReport> undoing() {
        return Undoing.nothing("what is in order stays so");
    }

    @Override
    public String kind() {
        return "maintenance.maintain";
    }

    @Override
    public Map<String, String> configuration() {
        return request.settings();
    }
}
