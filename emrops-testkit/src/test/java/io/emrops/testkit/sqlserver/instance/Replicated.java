package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.statement.Recogniser;
import io.emrops.testkit.sqlserver.statement.Recognition;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Three instances with one clock, and a database EMRNext on the first. */
final class Replicated {
    static final String DATABASE = "EMRNext";

    private Instant time = Instant.parse("2026-03-01T02:00:00Z");
    final Instance a;
    final Instance b;
    final Instance c;
    private final Recogniser recogniser;
    private int commits;

    /** What one commit did, for a test to find again. */
    record Change(int number) implements Commit.Redo {}

    Replicated() {
        this(16);
    }

    Replicated(int majorVersion) {
        a = instance("A", majorVersion);
        b = instance("B", majorVersion);
        c = instance("C", majorVersion);
        recogniser = new Recogniser(majorVersion);
        a.createDatabase(DATABASE);
    }

    private Instance instance(String name, int majorVersion) {
        return new Instance(name, majorVersion, Edition.DEVELOPER, new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Instant instant() {
                return time;
            }
        });
    }

    /** A is primary, B is synchronous, C is not. */
    AvailabilityGroup group(ClusterType type) {
        return AvailabilityGroup.named("ag1", type)
                .replica(a, CommitMode.SYNCHRONOUS_COMMIT)
                .replica(b, CommitMode.SYNCHRONOUS_COMMIT)
                .replica(c, CommitMode.ASYNCHRONOUS_COMMIT)
                .database(DATABASE)
                .readable()
                .create();
    }

    void pass(Duration by) {
        time = time.plus(by);
    }

    /** The number of what was committed. */
    int commit(Instance on) throws Refusal {
        pass(Duration.ofSeconds(1));
        var number = ++commits;
        on.commit(DATABASE, "", false, List.of(new Change(number)));
        return number;
    }

    /** The numbers with which it is refused; empty if it is not. */
    List<Integer> errorsOf(Instance on, String sql) {
        if (!(recogniser.recognise(sql) instanceof Recognition.Recognised recognised)
                || !recognised.rest().isEmpty()) {
            throw new AssertionError("not recognised: " + sql);
        }
        try {
            for (var statement : recognised.statements()) {
                on.run(statement, new Caller(51, "sa", "master", false), Map.of(), new TestClient(this::pass));
            }
            return List.of();
        } catch (Refusal e) {
            return e.errors().stream().map(SqlError::number).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    List<Integer> errorsOfCommit(Instance on) {
        try {
            commit(on);
            return List.of();
        } catch (Refusal e) {
            return e.errors().stream().map(SqlError::number).toList();
        }
    }

    Database database(Instance on) {
        return on.database(DATABASE).orElseThrow();
    }

    /** The numbers of what can be read there. */
    List<Integer> content(Instance on) {
        var numbers = new ArrayList<Integer>();
        for (var commit : database(on).history()) {
            commit.redo().forEach(redo -> numbers.add(((Change) redo).number()));
        }
        return numbers;
    }
}
