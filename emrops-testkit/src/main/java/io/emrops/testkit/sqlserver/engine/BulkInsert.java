package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.grammar.ObjectName;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.BatchParser;
import io.emrops.testkit.sqlserver.syntax.RowChange;
import io.emrops.testkit.sqlserver.tsql.SqlText;
import io.emrops.testkit.sqlserver.type.Column;
import io.emrops.testkit.sqlserver.type.TableValue;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows that come as one value: the load that an {@code INSERT BULK} announces, and tables that are parameters. */
final class BulkInsert {
    private static final int ROWS_AT_ONCE = 50;

    private final Conversation conversation;
    private final Variables variables = new Variables();
    private final StatementRunner runner;
    private final RowStatements statements;

    BulkInsert(Conversation conversation, SessionFacts facts) {
        this.conversation = conversation;
        this.runner = new StatementRunner(conversation, variables, facts);
        this.statements = new RowStatements(conversation, variables, runner);
    }

    /** @param announcement as in {@code INSERT BULK t ([a] int) WITH (TABLOCK)} */
    void load(String announcement, TableValue rows) throws Raised, IOException {
        conversation.control().touchTransaction();
        conversation.control().statement("INSERT");
        var count = runner.run("INSERT", 1, surroundings -> {
            conversation.session().transaction().bulk();
            return insert(surroundings, target(announcement), rows);
        });
        conversation.settings().rowCount(count);
        conversation.reply().rowsAffected(count);
    }

    private static String target(String announcement) {
        var tokens = SqlText.of(announcement).tokens();
        var end = tokens.stream()
                .filter(token -> token.is('('))
                .findFirst()
                .map(token -> token.start())
                .orElse(announcement.length());
        return announcement.substring(tokens.get(1).end(), end);
    }

    /** A table variable with these rows. */
    void declare(String variable, TableValue rows) throws Raised, IOException {
        runner.run("DECLARE", 1, surroundings -> {
            var name = new ObjectName("", "", variable);
            statements.apply(statements.schemas(surroundings).create(name, rows.columns(), 1));
            return insert(surroundings, variable, rows);
        });
    }

    private long insert(StatementSurroundings surroundings, String target, TableValue rows)
            throws SQLException, Refusal, IOException {
        var all = rows.rows();
        var count = 0L;
        for (var from = 0; from < all.size(); from += ROWS_AT_ONCE) {
            var some = all.subList(from, Math.min(all.size(), from + ROWS_AT_ONCE));
            var text = declared(target, rows.columns(), some);
            var insert = (RowChange)
                    new BatchParser(surroundings.majorVersion()).parse(text).get(0);
            var plan = statements.rows(surroundings).translate(insert);
            statements.requireWritable(plan);
            conversation.session().target(plan.table().objectId());
            count += statements.write(plan);
        }
        return count;
    }

    private String declared(String target, List<Column> columns, List<List<@Nullable Object>> rows) {
        var lines = new ArrayList<String>();
        for (var row = 0; row < rows.size(); row++) {
            var names = new ArrayList<String>();
            for (var column = 0; column < columns.size(); column++) {
                var name = "@r" + row + "c" + column;
                variables.declare(
                        name, columns.get(column).type(), rows.get(row).get(column));
                names.add(name);
            }
            lines.add("(" + String.join(", ", names) + ")");
        }
        var written = columns.stream()
                .map(column -> "[" + column.name().replace("]", "]]") + "]")
                .toList();
        return "INSERT INTO " + target + " (" + String.join(", ", written) + ") VALUES " + String.join(", ", lines);
    }
}
