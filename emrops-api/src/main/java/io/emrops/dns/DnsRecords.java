package io.emrops.dns;

import io.emrops.Check;
import io.emrops.Done;
import io.emrops.Finding;
import io.emrops.InDoubt;
import io.emrops.Operation;
import io.emrops.Value;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Steps and checks over a {@link DnsUpdater}. All steps are safe to repeat, so state {@link InDoubt#rerun} or {@link InDoubt#probe}. Their
 * undo puts back exactly the record set that was found, its time to live and its absence included, and refuses if somebody else has
 * changed it since.
 *
 * <pre>{@code
 * var old = rb.step("old", "What is served now", DnsRecords.current(dns, "emrnext.hospital.example", RecordType.A));
 * var siteB = RecordSet.a("emrnext.hospital.example", ofMinutes(1), "10.2.0.7");
 * rb.step("name", "Lead the name to site B", DnsRecords.replace(dns, old, siteB)).inDoubt(probe());
 * rb.verify("served", "All servers say so", DnsRecords.servedByAll(dns, siteB)).within(ofMinutes(2));
 * }</pre>
 */
public final class DnsRecords {
    private DnsRecords() {}

    /** Looks up a record set at the server that takes the changes; it fails if there is none. */
    public static Operation<RecordSet> current(DnsUpdater dns, String name, RecordType type) {
        return new ReadRecords(new Spot(dns, new DnsName(name), type));
    }

    /**
     * Adds a record set; it fails if there is another one of its name and type, but for one that comes from a wildcard. Undone by removing it.
     */
    public static Operation<Done> add(DnsUpdater dns, RecordSet records) {
        return change(dns, Optional.empty(), Optional.of(records), records);
    }

    /**
     * Puts one record set in the place of another; it fails, and tells what is there, if that is neither.
     *
     * @throws IllegalArgumentException if they are not of the same name and type
     */
    public static Operation<Done> replace(DnsUpdater dns, RecordSet before, RecordSet after) {
        requireSame(before, after);
        return change(dns, Optional.of(before), Optional.of(after), after);
    }

    /**
     * The same for what an earlier step has read: nobody's change since then is lost.
     *
     * @param before such as the result of {@link #current}, of the same name and type
     */
    public static Operation<Done> replace(DnsUpdater dns, Value<RecordSet> before, RecordSet after) {
        Objects.requireNonNull(before, "before");
        return new ChangeRecords(
                Spot.of(dns, after),
                in -> Optional.of(requireSame(in.get(before), after)),
                "{" + before.id() + "}",
                Optional.of(after));
    }

    /** Removes a record set; it fails, and tells what is there, if that is another one. */
    public static Operation<Done> remove(DnsUpdater dns, RecordSet before) {
        return change(dns, Optional.of(before), Optional.empty(), before);
    }

    private static Operation<Done> change(
            DnsUpdater dns, Optional<RecordSet> before, Optional<RecordSet> after, RecordSet of) {
        return new ChangeRecords(Spot.of(dns, of), in -> before, Spot.content(before), after);
    }

    private static RecordSet requireSame(RecordSet before, RecordSet after) {
        if (!before.isOf(after.name(), after.type())) {
            throw new IllegalArgumentException("Of another name or type: " + before + ", and " + after);
        }
        return before;
    }

    /** Each authoritative server has exactly these records, with this time to live. */
    public static Check servedByAll(DnsUpdater dns, RecordSet records) {
        var spot = Spot.of(dns, records);
        return Check.of("All authoritative servers have " + records, run -> {
            var answers = dns.served(spot.name(), spot.type());
            return finding(
                    answers,
                    answers.stream()
                            .filter(a -> !(a instanceof DnsAnswer.Present p
                                    && p.records().equals(records)))
                            .toList(),
                    records.toString());
        });
    }

    /** No authoritative server has records of this type for the name. */
    public static Check servedByNone(DnsUpdater dns, String name, RecordType type) {
        var spot = new Spot(dns, new DnsName(name), type);
        return Check.of("No authoritative server has " + spot, run -> {
            var answers = dns.served(spot.name(), type);
            return finding(
                    answers,
                    answers.stream()
                            .filter(a -> !(a instanceof DnsAnswer.Absent))
                            .toList(),
                    "no " + spot);
        });
    }

    private static Finding finding(List<DnsAnswer> answers, List<DnsAnswer> others, String what) {
        return others.isEmpty()
                ? Finding.ok("All " + answers.size() + " authoritative servers have " + what)
                : Finding.notOk(
                        others.size() + " of " + answers.size() + " authoritative servers do not have " + what,
                        others.stream().map(DnsAnswer::text).toArray(String[]::new));
    }

    /** The resolver tells these values, however much of their time is left. It may take as long as the time to live of what was before. */
    public static Check seenByResolver(DnsUpdater dns, RecordSet records) {
        var spot = Spot.of(dns, records);
        return Check.of("The resolver tells " + spot + ": " + String.join(", ", records.values()), run -> {
            var answer = dns.resolved(spot.name(), spot.type());
            return answer instanceof DnsAnswer.Present p && p.records().hasValuesOf(records)
                    ? Finding.ok("The resolver tells " + spot + ": " + String.join(", ", records.values()))
                    : Finding.notOk("The resolver does not tell " + records, answer.text());
        });
    }

    /**
     * A name leads to an address, over whatever aliases, for those who ask the resolver; there may be others beside it.
     *
     * @param address of IPv4 or IPv6
     */
    public static Check pointsTo(DnsUpdater dns, String name, String address) {
        var type = address.contains(":") ? RecordType.AAAA : RecordType.A;
        var wanted = type.canonical(address);
        var spot = new Spot(dns, new DnsName(name), type);
        return Check.of(name + " leads to " + wanted, run -> {
            var answer = dns.resolved(spot.name(), type);
            return answer instanceof DnsAnswer.Present p && p.records().values().contains(wanted)
                    ? Finding.ok(name + " leads to " + wanted)
                    : Finding.notOk(name + " does not lead to " + wanted, answer.text());
        });
    }
}
