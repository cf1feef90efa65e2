package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.catalog.Table;
import io.emrops.testkit.sqlserver.grammar.ObjectName;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.syntax.BatchParser;
import io.emrops.testkit.sqlserver.tsql.Lexer;
import io.emrops.testkit.sqlserver.tsql.Token.Kind;
import io.emrops.testkit.sqlserver.type.SqlType;
import io.emrops.testkit.sqlserver.view.Properties;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;

/** {@code sp_describe_undeclared_parameters}, without the columns about XML, assemblies and the protocol. */
final class UndeclaredParameters {
    private final EngineSession session;
    private final String database;

    UndeclaredParameters(EngineSession session, String database) {
        this.session = session;
        this.database = database;
    }

    /**
     * A query that tells of each.
     *
     * @throws Refusal 50000 if it cannot be said of one
     */
    String query(String text) throws Refusal {
        var statements = new BatchParser(session.engine().instance().majorVersion()).parse(text);
        if (statements.size() != 1) {
            throw refusal("describe the parameters of several statements");
        }
        var types = new ParameterTypes(this::table).of(statements.get(0));
        var names = new LinkedHashSet<String>();
        for (var token : Lexer.tokens(text)) {
            if (token.kind() == Kind.VARIABLE && !token.text().startsWith("@@")) {
                names.add(token.text());
            }
        }
        var rows = new StringJoiner(" UNION ALL ");
        var ordinal = 0;
        for (var name : names) {
            var type = types.get(name.toUpperCase(Locale.ROOT));
            if (type == null) {
                throw refusal("deduce the type of " + name);
            }
            rows.add(row(++ordinal, name, type));
        }
        return names.isEmpty()
                ? "SELECT * FROM (" + row(1, "", SqlType.INT) + ") none WHERE 1 = 0"
                : rows + " ORDER BY 1";
    }

    private static Refusal refusal(String what) {
        return new Refusal(List.of(SqlError.of(50_000, 16, "The simulated server does not " + what + ".")));
    }

    private Optional<Table> table(ObjectName name) throws Refusal {
        if (name.name().startsWith("#") || name.name().startsWith("@")) {
            return session.temporaries().table(name.name()).map(found -> found.table());
        }
        return new SessionDatabases(session)
                .open(name.database().isEmpty() ? database : name.database())
                .catalog()
                .table(name.schema().isEmpty() ? "dbo" : name.schema(), name.name());
    }

    private static String row(int ordinal, String name, SqlType type) {
        return "SELECT CAST(" + ordinal + " AS int) AS parameter_ordinal, CAST(N'" + name
                + "' AS sysname) AS name, CAST("
                + Properties.systemIdOf(type) + " AS int) AS suggested_system_type_id, CAST(N'" + type
                + "' AS nvarchar(256)) AS suggested_system_type_name, CAST(" + Properties.lengthOf(type)
                + " AS smallint) AS suggested_max_length, CAST(" + Properties.precisionOf(type)
                + " AS tinyint) AS suggested_precision, CAST(" + Properties.scaleOf(type)
                + " AS tinyint) AS suggested_scale, CAST(NULL AS int) AS suggested_user_type_id,"
                + " CAST(NULL AS sysname) AS suggested_user_type_database, CAST(NULL AS sysname) AS suggested_user_type_schema,"
                + " CAST(NULL AS sysname) AS suggested_user_type_name, CAST(1 AS bit) AS suggested_is_input,"
                + " CAST(0 AS bit) AS suggested_is_output";
    }
}
