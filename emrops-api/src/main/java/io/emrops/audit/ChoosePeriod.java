package io.emrops.audit;

import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Preview;
import io.emrops.Probe;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;

/** See {@link Audits#last} and {@link Audits#dayBefore}. */
record ChoosePeriod(String words, Function<Instant, AuditPeriod> before) implements Operation<AuditPeriod> {
    @Override
    public String describe() {
        return "Look at " + words;
    }

    @Override
    public Output<AuditPeriod> output() {
        return Output.of(AuditPeriod.class);
    }

    @Override
    public Target target() {
        return Target.thisMachine();
    }

    @Override
    public Preview<AuditPeriod> preview(Inputs in) {
        return Preview.of();
    }

    @Override
    public AuditPeriod execute(StepContext run) {
        return before.apply(run.now());
    }

    @Override
    public Probe<AuditPeriod> probe(StepContext run) {
        return Probe.notApplied();
    }

    @Override
    public Undoing<AuditPeriod> undoing() {
        return Undoing.nothing("choosing a time changes nothing");
    }

    @Override
    public String kind() {
        return "audit.period";
    }

    @Override
    public Map<String, String> configuration() {
        return Map.of("period", words);
    }
}
