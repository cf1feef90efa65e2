package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.catalog.Catalog;
import io.emrops.testkit.sqlserver.expression.EngineNames;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.instance.Caller;
import io.emrops.testkit.sqlserver.instance.Client;
import io.emrops.testkit.sqlserver.instance.Edition;
import io.emrops.testkit.sqlserver.instance.Instance;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.statement.Recogniser;
import io.emrops.testkit.sqlserver.statement.Recognition;
import io.emrops.testkit.sqlserver.translation.EngineStatement;
import io.emrops.testkit.sqlserver.translation.SchemaPlan;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** An engine that is spoken to in its own words, on an instance with a clock that goes on a second with each statement. */
final class Bench implements AutoCloseable {
    private Instant time = Instant.parse("2026-03-01T02:00:00Z");
    private boolean clockFails;
    private final Recogniser recogniser = new Recogniser(16);

    final Instance instance = new Instance("SQL01", 16, Edition.DEVELOPER, new Clock() {
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
            if (clockFails) {
                throw new IllegalStateException("no time");
            }
            return time;
        }
    });

    private static final Client CLIENT = new Client() {
        @Override
        public void hear(SqlError message) {}

        @Override
        public void waitFor(List<Integer> sessions) throws IOException {
            throw new IOException("others are inside");
        }

        @Override
        public void pause(Duration pause) {}

        @Override
        public void await(CompletionStage<?> event) {}
    };

    final Engine engine =
            new Engine(instance, (statement, session, variables, reply) -> new Administrators.Done(List.of(), 0));

    /** Whatever needs the time from now on fails, or does not any more. */
    void clockFails(boolean now) {
        clockFails = now;
    }

    /** What administrators say. */
    void administer(String sql) throws Refusal, IOException {
        tick();
        var recognised = (Recognition.Recognised) recogniser.recognise(sql);
        for (var statement : recognised.statements()) {
            instance.run(statement, new Caller(99, "sa", "master", false), Map.of(), CLIENT);
        }
    }

    List<Integer> errorsOf(String sql) {
        try {
            administer(sql);
            return List.of();
        } catch (Refusal e) {
            return e.errors().stream().map(SqlError::number).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    void tick() {
        time = time.plus(Duration.ofSeconds(1));
    }

    EngineSession session(int spid) {
        instance.enter(spid, "master");
        return engine.session(spid);
    }

    /** A change of rows; {@code {A}} in it is the schema dbo of that database. */
    long change(EngineSession session, String database, String text, Object... values)
            throws SQLException, CommitRefused, Refusal {
        tick();
        session.transaction().beginStatement();
        try {
            session.transaction().enter(database);
            var count = session.change(new EngineStatement(named(database, text), Arrays.asList(values)));
            session.transaction().endStatement();
            return count;
        } catch (SQLException | RuntimeException e) {
            session.transaction().undoStatement();
            throw e;
        }
    }

    /** A change of tables. */
    void changeSchema(EngineSession session, String database, String... texts)
            throws SQLException, CommitRefused, Refusal {
        tick();
        session.transaction().beginStatement();
        try {
            var content = session.transaction().enter(database);
            var steps = Arrays.stream(texts)
                    .map(text -> new EngineStatement(named(database, text), List.of()))
                    .map(text -> new SchemaPlan.Step(text, Optional.empty()))
                    .toList();
            session.transaction()
                    .changeSchema(content, steps, next(session.transaction().catalog(content)));
            session.transaction().endStatement();
        } catch (SQLException | RuntimeException e) {
            session.transaction().undoStatement();
            throw e;
        }
    }

    private static Catalog next(Catalog catalog) {
        return catalog.withObjectIdsTaken(1);
    }

    private String named(String database, String text) {
        return text.replace("{" + database + "}", EngineNames.schema(id(database), "dbo"));
    }

    int id(String database) {
        return instance.database(database).orElseThrow().id();
    }

    /** The rows as text, in some order that is always the same. */
    List<String> rows(EngineSession session, String database, String text) throws SQLException, CommitRefused, Refusal {
        session.transaction().beginStatement();
        session.transaction().enter(database);
        var rows = new ArrayList<String>();
        try (var statement = session.prepare(new EngineStatement(named(database, text), List.of()));
                var result = statement.executeQuery()) {
            while (result.next()) {
                var row = new ArrayList<String>();
                for (var i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(result.getString(i));
                }
                rows.add(row.toString());
            }
        }
        session.transaction().endStatement();
        rows.sort(null);
        return rows;
    }

    @Override
    public void close() {
        engine.close();
    }
}
