package io.emrops.dns;

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
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * See {@link DnsRecords#add}, {@link DnsRecords#replace} and {@link DnsRecords#remove}.
 *
 * @param before what has to be there, known now or from an earlier step
 * @param beforeText the same for people
 */
record ChangeRecords(
        Spot spot, Function<Inputs, Optional<RecordSet>> before, String beforeText, Optional<RecordSet> after)
        implements Operation<Done> {
    ChangeRecords {
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(after, "after");
    }

    @Override
    public String describe() {
        return new Change(spot.toString(), beforeText, Spot.content(after)).toString();
    }

    @Override
    public Output<Done> output() {
        return Output.of(Done.class);
    }

    @Override
    public Target target() {
        return spot.dns().target();
    }

    @Override
    public Preview<Done> preview(Inputs in) {
        var now = spot.now();
        if (now.equals(after)) {
            return Preview.<Done>of().predicting(Done.DONE);
        }
        var expected = before.apply(in);
        var covers = expected.isEmpty() && now.filter(spot::isOfWildcard).isPresent();
        if (!now.equals(expected) && !covers) {
            throw spot.elsewise(now, expected);
        }
        var preview = Preview.<Done>of(new Change(spot.toString(), Spot.content(now), Spot.content(after)).toString())
                .predicting(Done.DONE);
        return covers
                ? preview.remark(held(now))
                        .remark("What " + spot + " is now comes from a wildcard, which is left as it is")
                : preview.remark(held(now));
    }

    private static String held(Optional<RecordSet> now) {
        return now.map(old -> "Whoever asked before may hold the old value for up to "
                        + old.ttl().toSeconds() + " s, its TTL; until then they go where it leads")
                .orElse("Whoever asked before may hold that there is none, for as long as the zone's SOA says");
    }

    @Override
    public Done execute(StepContext run) {
        spot.change(before.apply(run), after);
        return Done.DONE;
    }

    @Override
    public Probe<Done> probe(StepContext run) {
        return spot.now().equals(after) ? Probe.applied(Done.DONE) : Probe.notApplied();
    }

    @Override
    public Undoing<Done> undoing() {
        return new RecordsBefore.Back(spot, before, after);
    }

    @Override
    public String kind() {
        return "dns.change";
    }

    @Override
    public Map<String, String> configuration() {
        var configuration = spot.configuration();
        configuration.put("before", beforeText);
        configuration.put("after", Spot.content(after));
        return configuration;
    }
}
