package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.engine.Raised.Reach;
import io.emrops.testkit.sqlserver.expression.Known;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.translation.QueryTranslator;
import io.emrops.testkit.sqlserver.translation.TranslatedQuery;
import io.emrops.testkit.sqlserver.type.Column;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs one statement in the engine, as a whole or not at all, and waits for those who are in its way. */
final class StatementRunner {
    /** SQL Server finds them before a statement runs, and gives up what is around it. */
    private static final Set<Integer> OF_COMPILATION = Set.of(
            102, 104, 107, 108, 109, 110, 116, 120, 121, 130, 137, 144, 145, 147, 156, 164, 174, 195, 205, 206, 207,
            208, 209, 213, 243, 402, 421, 1033, 2715, 4104, 4108, 4145, 8101, 8117, 8118, 8120, 8121, 8127, 8155, 8156);

    private final Conversation conversation;
    private final Variables variables;
    private final SessionFacts facts;

    StatementRunner(Conversation conversation, Variables variables, SessionFacts facts) {
        this.conversation = conversation;
        this.variables = variables;
        this.facts = facts;
    }

    /** What a statement does. It may be begun again, as long as it has told the client nothing. */
    interface Body<T> {
        T run(StatementSurroundings surroundings) throws SQLException, Refusal, IOException;
    }

    /** @param name as messages name it, as in {@code INSERT} */
    <T> T run(String name, int line, Body<T> body) throws Raised, IOException {
        var session = conversation.session();
        var began = System.nanoTime();
        try {
            while (true) {
                session.lockTimeout(conversation.settings().lockTimeout());
                try {
                    session.answers(conversation);
                    session.transaction().beginStatement();
                    var result = begin(body);
                    session.transaction().endStatement();
                    return result;
                } catch (Blocked e) {
                    session.transaction().undoStatement();
                    session.waitsFor(e.by());
                    requireNoDeadlock(line);
                    requireTime(began, line);
                    conversation.control().waitForOthers();
                } catch (SQLException e) {
                    failed(e, name, began, line);
                } catch (Refusal e) {
                    session.transaction().undoStatement();
                    throw new Raised(placed(e.errors(), line), reach(e));
                } catch (CommitRefused e) {
                    throw new Raised(placed(e.errors(), line), Reach.STATEMENT);
                } catch (IOException | RuntimeException e) {
                    session.transaction().undoStatement();
                    throw e;
                }
            }
        } catch (SQLException e) {
            throw new EngineFailure(e);
        } finally {
            session.waitsFor(Set.of());
        }
    }

    /** So that it can be given up. */
    private <T> T begin(Body<T> body) throws SQLException, Refusal, IOException {
        var cancellation = conversation.session().cancellation();
        cancellation.begin();
        conversation.control().onInterruption(cancellation::want);
        try {
            conversation.control().check();
            return body.run(new StatementSurroundings(conversation, variables, facts));
        } finally {
            conversation.control().ignoreInterruptions();
            cancellation.suspend();
        }
    }

    private void failed(SQLException e, String name, long began, int line) throws SQLException, Raised, IOException {
        var session = conversation.session();
        var raised = new EngineErrors(conversation.engine(), session, name).raised(e, line);
        if (e.getErrorCode() == EngineErrors.DEADLOCK) {
            session.transaction().lost();
            throw raised;
        }
        session.transaction().undoStatement();
        conversation.control().check();
        if (e.getErrorCode() != EngineErrors.LOCK_TIMEOUT) {
            throw raised;
        }
        requireTime(began, line);
    }

    /** The engine finds those who wait for each other's rows alone. @throws Raised if the session waits for itself: it is the victim */
    private void requireNoDeadlock(int line) throws SQLException, Raised {
        var session = conversation.session();
        synchronized (conversation.engine()) {
            if (!session.waitsForItself()) {
                return;
            }
            // One victim is enough.
            session.waitsFor(Set.of());
        }
        session.transaction().lost();
        var error = conversation.engine().message(1205, session.spid(), "lock").withState(51);
        throw new Raised(List.of(error.in("", line)), Reach.BATCH);
    }

    /** {@code LOCK_TIMEOUT} counts real time, as the engine does. @throws Raised if it has waited for as long as the session wants to */
    private void requireTime(long began, int line) throws Raised {
        var most = conversation.settings().lockTimeout();
        if (most >= 0 && System.nanoTime() - began >= Duration.ofMillis(most).toNanos()) {
            var error = conversation.engine().message(1222).withState(51).in("", line);
            throw new Raised(List.of(error), Reach.STATEMENT);
        }
    }

    private static Reach reach(Refusal refusal) {
        var errors = refusal.errors();
        var last = errors.get(errors.size() - 1);
        return OF_COMPILATION.contains(last.number()) ? Reach.SCOPE : EngineErrors.reach(last);
    }

    private static List<SqlError> placed(List<SqlError> errors, int line) {
        return errors.stream()
                .map(error -> error.line() <= 1 ? error.in(error.procedure(), line) : error)
                .toList();
    }

    /** One row with one column. */
    @Nullable
    Object value(TranslatedQuery query) throws SQLException {
        var row = rows(query).get(0);
        return row.get(0);
    }

    /** All rows at once. */
    List<List<@Nullable Object>> rows(TranslatedQuery query) throws SQLException {
        var all = new ArrayList<List<@Nullable Object>>();
        try (var statement = conversation.session().prepare(query.statement());
                var rows = statement.executeQuery()) {
            while (rows.next()) {
                all.add(Results.row(rows, query.columns()));
            }
        }
        return all;
    }

    /** The row as values that are known. */
    static List<Known> known(List<@Nullable Object> row, List<Column> columns) {
        var known = new ArrayList<Known>();
        for (var i = 0; i < row.size(); i++) {
            known.add(new Known(columns.get(i).type(), row.get(i)));
        }
        return known;
    }

    QueryTranslator queries(StatementSurroundings surroundings) {
        return new QueryTranslator(new SessionDatabases(conversation.session()), surroundings);
    }
}
