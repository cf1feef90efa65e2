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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** An instance that is spoken to in Transact-SQL, with a clock that goes on a second with each statement. */
final class Server {
    private static final int MAJOR = 16;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Instant time = Instant.parse("2026-03-01T02:00:00Z");
    final Instance instance;
    private final Recogniser recogniser = new Recogniser(MAJOR);
    private int commits;

    /** What one commit did, for a test to find again. */
    record Change(int number) implements Commit.Redo {}

    Server() {
        this(MAJOR, Edition.DEVELOPER);
    }

    Server(int majorVersion, Edition edition) {
        instance = new Instance("SQL01", majorVersion, edition, new Clock() {
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
                return now();
            }
        });
    }

    synchronized Instant now() {
        return time;
    }

    /** As the session 51, which is in master. */
    List<SqlError> run(String sql) throws Refusal, OthersInside {
        return run(51, "master", sql).messages();
    }

    Outcome run(int spid, String database, String sql) throws Refusal, OthersInside {
        try {
            return run(new Caller(spid, "sa", database, false), sql, new TestClient(this::pass));
        } catch (TestClient.Blocked e) {
            throw new OthersInside(e.sessions);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The same with variables. */
    Outcome run(String sql, Map<String, Object> variables) throws Refusal, IOException {
        return run(new Caller(51, "sa", "master", false), sql, variables, new TestClient(this::pass));
    }

    Outcome run(Caller caller, String sql, TestClient client) throws Refusal, IOException {
        return run(caller, sql, Map.of(), client);
    }

    private Outcome run(Caller caller, String sql, Map<String, Object> variables, TestClient client)
            throws Refusal, IOException {
        pass(Duration.ofSeconds(1));
        if (!(recogniser.recognise(sql) instanceof Recognition.Recognised recognised)) {
            throw new AssertionError("not recognised: " + sql + ": " + recogniser.recognise(sql));
        }
        var outcome = Outcome.silent();
        for (var statement : recognised.statements()) {
            outcome = instance.run(statement, caller, variables, client);
        }
        return outcome;
    }

    synchronized void pass(Duration by) {
        time = time.plus(by);
    }

    /** A statement that stands still, on a thread of its own. */
    Running start(int spid, String sql, String command, int percent) {
        var hold = instance.hold(command, percent);
        var client = new TestClient(this::pass);
        var result = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return new End(run(new Caller(spid, "sa", "master", false), sql, client), List.of());
                    } catch (Refusal e) {
                        return new End(
                                Outcome.silent(),
                                e.errors().stream().map(SqlError::number).toList());
                    } catch (IOException e) {
                        return new End(Outcome.silent(), List.of(-1));
                    }
                },
                task -> new Thread(task, "session " + spid).start());
        CompletableFuture.anyOf(result, hold.arrival())
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
        return new Running(client, hold, result);
    }

    /** @param errors the numbers; -1 if the client has gone */
    record End(Outcome outcome, List<Integer> errors) {}

    /** A statement in its middle, or one that was refused before it came there. */
    record Running(TestClient client, Hold hold, CompletableFuture<End> result) {
        /** Goes on to its end. */
        End release() throws Exception {
            hold.release();
            return result.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }

        /** The client does not want it any more. */
        End cancel() throws Exception {
            client.go();
            return result.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /** The numbers with which the statement is refused; empty if it is not. */
    List<Integer> errorsOf(String sql) {
        return errorsOf(51, "master", sql);
    }

    List<Integer> errorsOf(int spid, String database, String sql) {
        try {
            run(spid, database, sql);
            return List.of();
        } catch (Refusal e) {
            return e.errors().stream().map(SqlError::number).toList();
        } catch (OthersInside e) {
            throw new AssertionError(e);
        }
    }

    /** A transaction; the number of what it did. */
    int commit(String database) throws Refusal {
        return commit(database, "", false);
    }

    int commit(String database, String mark, boolean bulk) throws Refusal {
        pass(Duration.ofSeconds(1));
        var number = ++commits;
        instance.commit(database, mark, bulk, List.of(new Change(number)));
        return number;
    }

    Database database(String name) {
        return instance.database(name).orElseThrow(() -> new AssertionError("there is no database " + name));
    }

    /** What is in a database: the numbers of the commits that led to it. */
    List<Integer> content(String name) {
        var numbers = new ArrayList<Integer>();
        for (var commit : database(name).history()) {
            for (var redo : commit.redo()) {
                numbers.add(((Change) redo).number());
            }
        }
        return numbers;
    }
}
