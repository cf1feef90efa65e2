package io.emrops.testkit.sqlserver;

import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.Request;
import io.emrops.testkit.sqlserver.script.RequestPattern;
import io.emrops.testkit.sqlserver.script.Script;
import io.emrops.testkit.sqlserver.tsql.SqlText;
import io.emrops.testkit.sqlserver.tsql.Token.Kind;
import io.emrops.testkit.sqlserver.type.Column;
import java.util.List;

/** The rules by which a table can be loaded in bulk: what drivers ask of it before, and the load. */
record DescribedTable(String name, List<Column> columns) {
    private static final String COLLATION = "SQL_Latin1_General_CP1_CI_AS";

    static DescribedTable of(String name, List<Column> columns) {
        return new DescribedTable(name, columns);
    }

    void addTo(Script script) {
        script.when(RequestPattern.text("SELECT * FROM " + name)).answer(Answer.rows(columns));
        script.when(RequestPattern.startingWith("SELECT collation_name").and("of " + name, this::isAskedFor))
                .answer(collations());
        script.when(RequestPattern.bulkInsert(name)).answer(Answer.rowsLoaded());
    }

    /** The name stands in a string, with or without brackets. */
    private boolean isAskedFor(Request request) {
        var wanted = SqlText.of(name);
        return request.sql().tokens().stream()
                .anyMatch(token -> token.kind() == Kind.STRING && wanted.matches(SqlText.of(token.value())));
    }

    private Answer collations() {
        var rows = Answer.rows("collation_name sysname", "is_computed bit");
        for (var column : columns) {
            rows = rows.row(
                    switch (column.type().kind()) {
                        case CHAR, VARCHAR, NCHAR, NVARCHAR, TEXT, NTEXT -> COLLATION;
                        default -> null;
                    },
                    false);
        }
        return rows;
    }
}
