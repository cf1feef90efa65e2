package io.emrops.testkit;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.dns.DnsAnswer;
import io.emrops.dns.DnsName;
import io.emrops.dns.DnsUpdater;
import io.emrops.dns.RecordSet;
import io.emrops.dns.RecordType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A {@link DnsUpdater} in memory: a zone on a primary server {@code ns1}, secondaries and a resolver.
 *
 * <pre>{@code
 * var dns = FakeDnsUpdater.of("hospital.example")
 *         .secondary("ns2")
 *         .holding(RecordSet.a("emrnext.hospital.example", ofMinutes(5), "10.1.0.7"));
 * dns.stale("ns2");
 * }</pre>
 *
 * <p>Secondaries have what the primary has, unless the test says that they lag. The resolver asks each time, unless the test says that it
 * remembers; no time passes here, so it then remembers until it is told to forget.
 */
public final class FakeDnsUpdater extends Fake<FakeDnsUpdater> implements DnsUpdater {
    private static final Set<String> READING = Set.of("target", "find", "served", "resolved");
    private static final Set<String> CHANGING = Set.of("add", "replace", "remove");

    private final DnsName zone;
    private final FakeZone records = new FakeZone();

    private FakeDnsUpdater(String zone) {
        super("fake-dns", zone, READING, CHANGING);
        this.zone = new DnsName(zone);
    }

    /** A zone without records. */
    public static FakeDnsUpdater of(String zone) {
        return new FakeDnsUpdater(zone);
    }

    /** Another authoritative server. */
    public FakeDnsUpdater secondary(String name) {
        Objects.requireNonNull(name, "name");
        return arrange(() -> records.secondary(name));
    }

    /** Somebody else has set this record set, or sets it now, whatever was there. */
    public FakeDnsUpdater holding(RecordSet set) {
        requireInZone(set.name());
        return arrange(() -> records.put(set));
    }

    /** Somebody else removes a record set. */
    public FakeDnsUpdater without(DnsName name, RecordType type) {
        return arrange(() -> records.remove(name, type));
    }

    /** This secondary keeps what it has now, whatever becomes of the primary. */
    public FakeDnsUpdater stale(String secondary) {
        return arrange(() -> records.hold(secondary));
    }

    /** This secondary does not answer. */
    public FakeDnsUpdater silent(String secondary) {
        return arrange(() -> records.silence(secondary));
    }

    /** This secondary answers, and has what the primary has. */
    public FakeDnsUpdater current(String secondary) {
        return arrange(() -> records.release(secondary));
    }

    /** The resolver keeps what it is asked for from now on, until {@link #resolverForgets}. */
    public FakeDnsUpdater resolverRemembers() {
        return arrange(() -> records.remember(true));
    }

    /** The time to live of all that the resolver has kept is over; it keeps nothing from now on. */
    public FakeDnsUpdater resolverForgets() {
        return arrange(() -> records.remember(false));
    }

    /** What the primary has, as an onlooker sees it; not a call. */
    public Optional<RecordSet> held(DnsName name, RecordType type) {
        return observe(() -> records.get(name, type));
    }

    @Override
    public Optional<RecordSet> find(DnsName name, RecordType type) {
        return reading("find", List.of(name.text(), type.name()), () -> {
            requireInZone(name);
            return records.get(name, type);
        });
    }

    @Override
    public List<DnsAnswer> served(DnsName name, RecordType type) {
        return reading("served", List.of(name.text(), type.name()), () -> {
            requireInZone(name);
            var answers = new ArrayList<DnsAnswer>();
            answers.add(records.get(name, type)
                    .<DnsAnswer>map(set -> new DnsAnswer.Present("ns1", set))
                    .orElseGet(() -> new DnsAnswer.Absent("ns1")));
            answers.addAll(records.ofSecondaries(name, type));
            return List.copyOf(answers);
        });
    }

    @Override
    public DnsAnswer resolved(DnsName name, RecordType type) {
        return reading("resolved", List.of(name.text(), type.name()), () -> records.resolved(name, type));
    }

    @Override
    public void add(RecordSet set) {
        uninterrupted("add", List.of(set.toString()), () -> {
            requireInZone(set.name());
            change(set, Optional.empty(), Optional.of(set));
        });
    }

    @Override
    public void replace(RecordSet before, RecordSet after) {
        if (!before.name().equals(after.name()) || before.type() != after.type()) {
            throw new IllegalArgumentException("Of another name or type: " + before + ", and " + after);
        }
        uninterrupted("replace", List.of(before.toString(), after.content()), () -> {
            requireInZone(before.name());
            change(before, Optional.of(before), Optional.of(after));
        });
    }

    @Override
    public void remove(RecordSet before) {
        uninterrupted("remove", List.of(before.toString()), () -> {
            requireInZone(before.name());
            change(before, Optional.of(before), Optional.empty());
        });
    }

    private void change(RecordSet of, Optional<RecordSet> before, Optional<RecordSet> after) {
        var now = records.get(of.name(), of.type());
        if (now.equals(after)) {
            return;
        }
        if (!now.equals(before)) {
            throw new PreconditionFailedException(of.name() + " " + of.type() + " is " + content(now) + ", not "
                    + content(before) + "; nothing was changed");
        }
        if (before.isEmpty() && records.excludes(of)) {
            throw new PreconditionFailedException("The name " + of.name() + " has other records, beside which "
                    + of.type() + " cannot be; nothing was changed");
        }
        after.ifPresentOrElse(records::put, () -> records.remove(of.name(), of.type()));
    }

    private static String content(Optional<RecordSet> set) {
        return set.map(RecordSet::content).orElse("not there");
    }

    private void requireInZone(DnsName name) {
        if (!name.isIn(zone)) {
            throw new PreconditionFailedException(name + " is not in zone " + zone + "; nothing was changed");
        }
    }

    private void uninterrupted(String method, List<String> args, Runnable change) {
        try {
            changing(method, args, () -> {
                change.run();
                return method;
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OutcomeUnknownException(method + " was interrupted", e);
        }
    }

    @Override
    FakeDnsUpdater self() {
        return this;
    }

    @Override
    void restore(Tables from) {
        records.read(from);
    }

    @Override
    void save(Tables to) {
        records.write(to);
    }
}
