package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.catalog.TableColumn;
import io.emrops.testkit.sqlserver.expression.EngineNames;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.syntax.Statement.CheckIdentity;
import io.emrops.testkit.sqlserver.translation.Databases;
import io.emrops.testkit.sqlserver.translation.EngineStatement;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code DBCC CHECKIDENT}: says where the numbering of a table is, and may move it. */
final class IdentityCheck {
    private static final int CHECKED = 7998;

    private final Conversation conversation;
    private final BatchInterpreter interpreter;
    private final StatementRunner runner;
    private final RowStatements rows;

    IdentityCheck(Conversation conversation, BatchInterpreter interpreter, StatementRunner runner, RowStatements rows) {
        this.conversation = conversation;
        this.interpreter = interpreter;
        this.runner = runner;
        this.rows = rows;
    }

    void run(CheckIdentity check) throws Raised, IOException {
        conversation.control().touchTransaction();
        conversation.control().statement("DBCC CHECKIDENT");
        var name = String.valueOf(interpreter.value(check.table(), SqlType.nvarchar(1035), check.line()));
        var value =
                check.value().isPresent() ? interpreter.value(check.value().get(), SqlType.BIGINT, check.line()) : null;
        var found = runner.run("DBCC", check.line(), surroundings -> look(name, check, (Long) value, surroundings));
        if (!check.quiet()) {
            conversation.reply().message(found);
            conversation.reply().message(conversation.engine().message(2528));
        }
        conversation.reply().done();
    }

    private SqlError look(String name, CheckIdentity check, @Nullable Long value, StatementSurroundings surroundings)
            throws SQLException, Refusal {
        var session = conversation.session();
        var facts = new TableFacts(session, new ObjectFacts(session));
        var located = facts.located(name, surroundings.database()).orElseThrow(() -> refusal(2501, name));
        var identity = located.table().identity().flatMap(TableColumn::identity).orElseThrow(() -> refusal(7997, name));
        var numbering = facts.numbering(located);
        var last = numbering.isUsed() ? Long.valueOf(numbering.next() - identity.increment()) : null;
        if (value != null) {
            move(located, value, numbering.isUsed(), check, surroundings);
            return ofReseed(last);
        }
        var farthest = farthest(located, identity.increment() > 0 ? "MAX" : "MIN");
        if (check.reseeds() && farthest != null && isBehind(last, farthest, identity.increment())) {
            move(located, farthest, true, check, surroundings);
        }
        return conversation.engine().message(CHECKED, written(last), written(farthest));
    }

    private static boolean isBehind(@Nullable Long last, long farthest, long increment) {
        return last == null || (increment > 0 ? last < farthest : last > farthest);
    }

    private Refusal refusal(int number, String name) {
        return new Refusal(conversation.engine().message(number, name));
    }

    /** The number of this one is unverified. */
    private static SqlError ofReseed(@Nullable Long last) {
        return SqlError.of(
                CHECKED, 10, "Checking identity information: current identity value '" + written(last) + "'.");
    }

    private static String written(@Nullable Long value) {
        return value == null ? "NULL" : value.toString();
    }

    private static String engineName(TableFacts.Located located) {
        return located.engineSchema().isEmpty()
                ? EngineNames.quoted(located.engineName())
                : EngineNames.quoted(located.engineSchema()) + "." + EngineNames.quoted(located.engineName());
    }

    private @Nullable Long farthest(TableFacts.Located located, String function) throws SQLException {
        var column = EngineNames.quoted(located.table().identity().orElseThrow().name());
        var query = new EngineStatement(
                "SELECT CAST(" + function + "(" + column + ") AS BIGINT) FROM " + engineName(located), List.of());
        try (var statement = conversation.session().prepare(query);
                var result = statement.executeQuery()) {
            result.next();
            return (Long) result.getObject(1);
        }
    }

    private void move(
            TableFacts.Located located, long to, boolean used, CheckIdentity check, StatementSurroundings surroundings)
            throws SQLException, Refusal {
        var database = located.database().isEmpty()
                ? Optional.<Databases.Open>empty()
                : Optional.of(new SessionDatabases(conversation.session()).open(located.database()));
        var plan = rows.schemas(surroundings)
                .renumber(database, engineName(located), located.table(), to, used, check.line());
        rows.requireWritable(plan);
        conversation.session().access().requireDefine(plan);
        conversation.session().transaction().renumbers(database, located.table());
        rows.apply(plan);
    }
}
