package io.emrops.testkit.sqlserver.view;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.instance.Caller;
import io.emrops.testkit.sqlserver.instance.Client;
import io.emrops.testkit.sqlserver.instance.Edition;
import io.emrops.testkit.sqlserver.instance.Instance;
import io.emrops.testkit.sqlserver.instance.Sessions.Login;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.statement.Recogniser;
import io.emrops.testkit.sqlserver.statement.Recognition;
import io.emrops.testkit.sqlserver.type.Column;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An instance in New York whose views are looked at, and whose clock goes on a second with each statement. */
final class Watched {
    static final ZoneId ZONE = ZoneId.of("America/New_York");

    private Instant time = Instant.parse("2026-03-01T02:00:00Z");
    final Instance instance;
    final SystemViews views;
    Tables tables = Tables.NONE;

    /** What happens while a statement waits for sessions that are in its way. */
    Consumer<List<Integer>> whenWaiting = sessions -> {
        throw new AssertionError("sessions " + sessions + " are in the way");
    };

    private final Recogniser recogniser;

    Watched() {
        this(16);
    }

    Watched(int majorVersion) {
        instance = new Instance("SQL01\\CLINIC", majorVersion, Edition.STANDARD, new Clock() {
            @Override
            public ZoneId getZone() {
                return ZONE;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Instant instant() {
                return now();
            }
        });
        views = SystemViews.of(majorVersion);
        recogniser = new Recogniser(majorVersion);
    }

    synchronized Instant now() {
        return time;
    }

    synchronized void pass(Duration by) {
        time = time.plus(by);
    }

    /** As the session 51, which is in master. */
    void run(String sql) {
        run(51, sql);
    }

    void run(int spid, String sql) {
        pass(Duration.ofSeconds(1));
        if (!(recogniser.recognise(sql) instanceof Recognition.Recognised recognised)) {
            throw new AssertionError("not recognised: " + sql);
        }
        try {
            for (var statement : recognised.statements()) {
                instance.run(statement, new Caller(spid, "sa", "master", false), Map.of(), new Patient());
            }
        } catch (Refusal e) {
            throw new AssertionError(sql + ": " + e.errors(), e);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    void commit(String database, String mark) {
        pass(Duration.ofSeconds(1));
        try {
            instance.commit(database, mark, false, List.of());
        } catch (Refusal e) {
            throw new AssertionError(e);
        }
    }

    void logIn(int spid, String name, String database) {
        pass(Duration.ofSeconds(1));
        instance.enter(spid, database);
        instance.sessions().loggedIn(spid, new Login(name, "ward-7", "EMR", "jTDS", true, 8000));
    }

    Viewer viewer(String database) {
        return Viewer.of(instance, new Caller(51, "sa", database, false), tables);
    }

    /** The rows of a view, seen from master. */
    List<Map<String, @Nullable Object>> rows(String schema, String name) {
        return rows("master", schema, name);
    }

    List<Map<String, @Nullable Object>> rows(String database, String schema, String name) {
        var view = views.view(database, schema, name)
                .orElseThrow(() -> new AssertionError("there is no " + schema + "." + name + " in " + database));
        return named(view.columns(), view.rows(viewer(database)));
    }

    List<Map<String, @Nullable Object>> call(String name, @Nullable Object... arguments) {
        var function =
                views.function("sys", name).orElseThrow(() -> new AssertionError("there is no function " + name));
        var list = new ArrayList<@Nullable Object>();
        for (var argument : arguments) {
            list.add(argument);
        }
        return named(function.columns(), function.rows(viewer("master"), list));
    }

    /** The only row in which a column has this value. */
    Map<String, @Nullable Object> row(String schema, String name, String column, Object value) {
        return only(rows(schema, name), column, value);
    }

    static Map<String, @Nullable Object> only(List<Map<String, @Nullable Object>> rows, String column, Object value) {
        var found = rows.stream().filter(row -> value.equals(row.get(column))).toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " rows have " + column + " = " + value + ", of " + rows);
        }
        return found.get(0);
    }

    private static List<Map<String, @Nullable Object>> named(List<Column> columns, List<List<@Nullable Object>> rows) {
        var named = new ArrayList<Map<String, @Nullable Object>>();
        for (var row : rows) {
            var map = new LinkedHashMap<String, @Nullable Object>();
            for (var i = 0; i < columns.size(); i++) {
                map.put(columns.get(i).name(), row.get(i));
            }
            named.add(map);
        }
        return named;
    }

    /** Time passes where it waits. */
    private final class Patient implements Client {
        @Override
        public void hear(SqlError message) {}

        @Override
        public void waitFor(List<Integer> sessions) {
            whenWaiting.accept(sessions);
        }

        @Override
        public void pause(Duration duration) {
            pass(duration);
        }

        @Override
        public void await(CompletionStage<?> event) {
            event.toCompletableFuture().join();
        }
    }
}
