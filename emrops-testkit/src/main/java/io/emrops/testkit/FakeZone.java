package io.emrops.testkit;

import io.emrops.dns.DnsAnswer;
import io.emrops.dns.DnsName;
import io.emrops.dns.RecordSet;
import io.emrops.dns.RecordType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a {@link FakeDnsUpdater} keeps. */
final class FakeZone {
    private static final int ALIASES = 16;
    private static final String PRIMARY = "primary";
    private static final String MEMORY = "memory";

    private final Map<String, RecordSet> primary = new TreeMap<>();
    private final Map<String, Secondary> secondaries = new LinkedHashMap<>();
    private final Map<String, DnsAnswer> memory = new TreeMap<>();
    private boolean remembers;

    private enum Mood {
        CURRENT,
        STALE,
        SILENT
    }

    private record Secondary(Mood mood, Map<String, RecordSet> kept) {}

    private static String key(DnsName name, RecordType type) {
        return name + " " + type;
    }

    private static String key(RecordSet set) {
        return key(set.name(), set.type());
    }

    Optional<RecordSet> get(DnsName name, RecordType type) {
        return Optional.ofNullable(primary.get(key(name, type)));
    }

    void put(RecordSet set) {
        primary.put(key(set), set);
    }

    void remove(DnsName name, RecordType type) {
        primary.remove(key(name, type));
    }

    /** Whether it cannot be beside what its name has: an alias is alone. */
    boolean excludes(RecordSet set) {
        return primary.values().stream()
                .filter(other -> other.name().equals(set.name()))
                .anyMatch(other -> set.type() == RecordType.CNAME || other.type() == RecordType.CNAME);
    }

    void secondary(String name) {
        secondaries.put(name, new Secondary(Mood.CURRENT, Map.of()));
    }

    void hold(String name) {
        set(name, new Secondary(Mood.STALE, Map.copyOf(primary)));
    }

    void silence(String name) {
        set(name, new Secondary(Mood.SILENT, Map.of()));
    }

    void release(String name) {
        set(name, new Secondary(Mood.CURRENT, Map.of()));
    }

    private void set(String name, Secondary secondary) {
        if (!secondaries.containsKey(name)) {
            throw new IllegalArgumentException("There is no secondary " + name + " but " + secondaries.keySet());
        }
        secondaries.put(name, secondary);
    }

    List<DnsAnswer> ofSecondaries(DnsName name, RecordType type) {
        var answers = new ArrayList<DnsAnswer>();
        secondaries.forEach((server, secondary) -> answers.add(
                switch (secondary.mood()) {
                    case SILENT -> new DnsAnswer.Silent(server, "does not answer");
                    case STALE -> answer(server, secondary.kept().get(key(name, type)));
                    case CURRENT -> answer(server, primary.get(key(name, type)));
                }));
        return answers;
    }

    private static DnsAnswer answer(String server, @Nullable RecordSet set) {
        return set == null ? new DnsAnswer.Absent(server) : new DnsAnswer.Present(server, set);
    }

    void remember(boolean remembers) {
        this.remembers = remembers;
        memory.clear();
    }

    DnsAnswer resolved(DnsName name, RecordType type) {
        var answer = memory.getOrDefault(key(name, type), answer("resolver", followed(name, type)));
        if (remembers) {
            memory.put(key(name, type), answer);
        }
        return answer;
    }

    private @Nullable RecordSet followed(DnsName name, RecordType type) {
        var at = name;
        var ttl = Duration.ofSeconds(Integer.MAX_VALUE);
        for (var i = 0; i < ALIASES; i++) {
            var found = primary.get(key(at, type));
            if (found != null) {
                return new RecordSet(name, type, shorter(ttl, found.ttl()), found.values());
            }
            var alias = primary.get(key(at, RecordType.CNAME));
            if (alias == null) {
                return null;
            }
            ttl = shorter(ttl, alias.ttl());
            at = new DnsName(alias.values().get(0));
        }
        return null;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    void read(Tables from) {
        primary.clear();
        secondaries.clear();
        memory.clear();
        remembers = Boolean.parseBoolean(from.word("remembers"));
        from.rows(PRIMARY).forEach(row -> put(set(row)));
        for (var row : from.rows("secondary")) {
            var kept = new TreeMap<String, RecordSet>();
            from.rows("kept " + row.get(0)).forEach(r -> kept.put(key(set(r)), set(r)));
            secondaries.put(row.get(0), new Secondary(Mood.valueOf(row.get(1)), kept));
        }
        from.rows(MEMORY).forEach(row -> memory.put(key(set(row)), answer("resolver", set(row))));
        from.rows("nothing").forEach(row -> memory.put(row.get(0), answer("resolver", null)));
    }

    void write(Tables to) {
        to.add("remembers", Boolean.toString(remembers));
        primary.values().forEach(set -> to.add(PRIMARY, row(set)));
        secondaries.forEach((name, secondary) -> {
            to.add("secondary", name, secondary.mood().name());
            secondary.kept().values().forEach(set -> to.add("kept " + name, row(set)));
        });
        memory.forEach((key, answer) -> {
            if (answer instanceof DnsAnswer.Present present) {
                to.add(MEMORY, row(present.records()));
            } else {
                to.add("nothing", key);
            }
        });
    }

    private static List<String> row(RecordSet set) {
        var row = new ArrayList<>(List.of(
                set.name().text(), set.type().name(), Long.toString(set.ttl().toSeconds())));
        row.addAll(set.values());
        return row;
    }

    private static RecordSet set(List<String> row) {
        return new RecordSet(
                new DnsName(row.get(0)),
                RecordType.valueOf(row.get(1)),
                Duration.ofSeconds(Long.parseLong(row.get(2))),
                row.subList(3, row.size()));
    }
}
