package io.emrops.testkit;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.database.Migration;
import io.emrops.database.Migration.State;
import io.emrops.database.SchemaMigrations;
import io.emrops.database.SchemaState;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

/**
 * A schema in memory, with the history of its migrations, and the migrations that there are.
 *
 * <pre>{@code
 * var migrations = FakeSchemaMigrations.of("EMRNext").migration("1", "staff").migration("2", "shifts");
 * }</pre>
 *
 * <p>With {@link #keptIn}, the file keeps the history; the migrations are the test's to arrange in each process.
 */
public final class FakeSchemaMigrations extends Fake<FakeSchemaMigrations> implements SchemaMigrations {
    private static final Set<String> READING = Set.of("target", "state");
    private static final Set<String> CHANGING = Set.of("migrate");
    private static final Pattern NUMBERS = Pattern.compile("\\d{1,9}(\\.\\d{1,9})*");

    private final ReentrantLock migrating = new ReentrantLock();
    private final TreeMap<String, Text> texts = new TreeMap<>(FakeSchemaMigrations::compare);
    private final TreeMap<String, Entry> history = new TreeMap<>(FakeSchemaMigrations::compare);
    private final Map<String, RuntimeException> failing = new HashMap<>();
    private final Set<String> leavingTraces = new HashSet<>();
    private InstantSource clock = InstantSource.system();

    private record Text(String description, String text) {}

    private record Entry(Text text, Instant at, boolean failed) {}

    private FakeSchemaMigrations(String name) {
        super("fake-database", name, READING, CHANGING);
    }

    /** An empty schema in a database of this name, and no migrations. */
    public static FakeSchemaMigrations of(String database) {
        return new FakeSchemaMigrations(database);
    }

    /**
     * A migration.
     *
     * @param version numbers with dots between; the order goes by them
     */
    public FakeSchemaMigrations migration(String version, String description) {
        return migration(version, description, description);
    }

    /** A migration with this text; one that has the version is replaced, and has been changed if it was applied. */
    public FakeSchemaMigrations migration(String version, String description, String text) {
        if (!NUMBERS.matcher(version).matches()) {
            throw new IllegalArgumentException("A version is numbers with dots between, not " + version);
        }
        return arrange(() -> texts.put(version, new Text(description, text)));
    }

    /** From now on nobody has the text of this migration any more. */
    public FakeSchemaMigrations forget(String version) {
        return arrange(() -> texts.remove(version));
    }

    /** From now on this migration fails, and what it did is rolled back. */
    public FakeSchemaMigrations failOn(String version) {
        return failOn(version, new StepFailedException("Migration " + version + " failed and was rolled back"));
    }

    /** From now on this migration ends with this exception, and what it did is rolled back. */
    public FakeSchemaMigrations failOn(String version, RuntimeException failure) {
        return arrange(() -> failing.put(version, failure));
    }

    /** From now on this migration fails half-way, and what it did is there: the history has it as failed. */
    public FakeSchemaMigrations breakOn(String version) {
        return arrange(() -> {
            failing.put(
                    version,
                    new StepFailedException("Migration " + version
                            + " failed; the history has it as failed, and some of it may be there"));
            leavingTraces.add(version);
        });
    }

    /** Somebody has put right what failed: no migration fails any more, and those that have failed are pending. */
    public FakeSchemaMigrations repair() {
        return arrange(() -> {
            failing.clear();
            leavingTraces.clear();
            history.values().removeIf(Entry::failed);
        });
    }

    /** The clock that says when a migration was applied; the system's without this. */
    public FakeSchemaMigrations clock(InstantSource clock) {
        return arrange(() -> this.clock = Objects.requireNonNull(clock, "clock"));
    }

    @Override
    public SchemaState state() {
        return reading("state", List.of(), this::now);
    }

    @Override
    public SchemaState migrate(Progress progress) throws InterruptedException {
        var call = new Call("migrate", List.of(), true);
        return changing(call, () -> {
            migrating.lockInterruptibly();
            try {
                return migrate(call, progress);
            } finally {
                migrating.unlock();
            }
        });
    }

    private SchemaState migrate(Call call, Progress progress) {
        var pending = withState(this::requireWhole).in(State.PENDING);
        for (var i = 0; i < pending.size(); i++) {
            var next = pending.get(i);
            progress.report(i, pending.size(), "migrations applied, now " + next);
            if (i == 0) {
                applying(call, () -> apply(next.version()));
            } else {
                withState(() -> apply(next.version()));
            }
            progress.report(i + 1, pending.size(), "migrations applied");
        }
        return withState(this::now);
    }

    private SchemaState requireWhole() {
        var now = now();
        if (now.migrations().isEmpty()) {
            throw new PreconditionFailedException("No migration was found; nothing was changed");
        }
        if (now.isBroken()) {
            throw new PreconditionFailedException(
                    "The history and the migrations do not fit together; nothing was changed");
        }
        return now;
    }

    private boolean apply(String version) {
        var text = Objects.requireNonNull(texts.get(version), "the text of a pending migration");
        var failure = failing.get(version);
        if (failure == null || leavingTraces.contains(version)) {
            history.put(version, new Entry(text, clock.instant(), failure != null));
        }
        if (failure != null) {
            throw failure;
        }
        return true;
    }

    private SchemaState now() {
        var done = history.entrySet().stream()
                .filter(entry -> !entry.getValue().failed())
                .map(Map.Entry::getKey)
                .toList();
        var version = done.isEmpty() ? "" : done.get(done.size() - 1);
        var versions = new TreeMap<>(texts);
        history.forEach((each, entry) -> versions.putIfAbsent(each, entry.text()));
        var all = new ArrayList<Migration>();
        versions.forEach((each, text) -> all.add(new Migration(
                each,
                text.description(),
                stateOf(each, version),
                Optional.ofNullable(history.get(each)).map(Entry::at))));
        return new SchemaState(version, all);
    }

    private State stateOf(String version, String highest) {
        var entry = history.get(version);
        var text = texts.get(version);
        if (entry == null) {
            return highest.isEmpty() || compare(version, highest) > 0 ? State.PENDING : State.SKIPPED;
        }
        if (entry.failed()) {
            return State.FAILED;
        }
        if (text == null) {
            return State.MISSING;
        }
        return entry.text().equals(text) ? State.APPLIED : State.CHANGED;
    }

    private static int compare(String one, String other) {
        return Arrays.compare(numbers(one), numbers(other));
    }

    private static int[] numbers(String version) {
        return Arrays.stream(version.split("\\.")).mapToInt(Integer::parseInt).toArray();
    }

    @Override
    FakeSchemaMigrations self() {
        return this;
    }

    @Override
    void restore(Tables from) {
        history.clear();
        from.rows("history")
                .forEach(row -> history.put(
                        row.get(0),
                        new Entry(
                                new Text(row.get(1), row.get(2)),
                                Instant.parse(row.get(3)),
                                Boolean.parseBoolean(row.get(4)))));
    }

    @Override
    void save(Tables to) {
        history.forEach((version, entry) -> to.add(
                "history",
                version,
                entry.text().description(),
                entry.text().text(),
                entry.at().toString(),
                Boolean.toString(entry.failed())));
    }
}
