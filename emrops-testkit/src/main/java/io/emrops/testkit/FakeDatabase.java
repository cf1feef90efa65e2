package io.emrops.testkit;

import io.emrops.database.Database;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** A {@link Database} that answers as fast as it is told, or does not: {@link #goDown}. */
public final class FakeDatabase extends Fake<FakeDatabase> implements Database {
    private Duration latency = Duration.ofMillis(3);

    private FakeDatabase(String name) {
        super("fake-database", name, Set.of("target", "ping"), Set.of());
    }

    /** A database that answers in three milliseconds. */
    public static FakeDatabase of(String name) {
        return new FakeDatabase(name);
    }

    /**
     * From now on pings report this long, and return at once.
     *
     * @param latency not negative
     */
    public FakeDatabase answersIn(Duration latency) {
        if (latency.isNegative()) {
            throw new IllegalArgumentException("An answer takes no negative time: " + latency);
        }
        return arrange(() -> this.latency = latency);
    }

    @Override
    public Duration ping() {
        return reading("ping", List.of(), () -> latency);
    }

    @Override
    FakeDatabase self() {
        return this;
    }

    @Override
    void restore(Tables from) {
        latency = Duration.parse(from.word("latency"));
    }

    @Override
    void save(Tables to) {
        to.add("latency", latency.toString());
    }
}
