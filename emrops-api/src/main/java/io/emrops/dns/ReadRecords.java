package io.emrops.dns;

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

/** See {@link DnsRecords#current}. */
record ReadRecords(Spot spot) implements Operation<RecordSet> {
    @Override
    public String describe() {
        return "Look up " + spot + " at the zone's server";
    }

    @Override
    public Output<RecordSet> output() {
        return Output.of(RecordSet.class);
    }

    @Override
    public Target target() {
        return spot.dns().target();
    }

    @Override
    public Preview<RecordSet> preview(Inputs in) {
        var now = read();
        return Preview.<RecordSet>of().predicting(now).remark(now + " now");
    }

    @Override
    public RecordSet execute(StepContext run) {
        return read();
    }

    @Override
    public Probe<RecordSet> probe(StepContext run) {
        return Probe.notApplied();
    }

    private RecordSet read() {
        return spot.now().orElseThrow(() -> new PreconditionFailedException(spot + " is not there"));
    }

    @Override
    public Undoing<RecordSet> undoing() {
        return Undoing.nothing("it only reads");
    }

    @Override
    public String kind() {
        return "dns.current";
    }

    @Override
    public Map<String, String> configuration() {
        return spot.configuration();
    }
}
