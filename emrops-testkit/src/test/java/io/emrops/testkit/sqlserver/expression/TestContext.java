package io.emrops.testkit.sqlserver.expression;

import io.emrops.testkit.sqlserver.grammar.Messages;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.syntax.Expression.ColumnReference;
import io.emrops.testkit.sqlserver.syntax.Query;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A place in a statement over the table of {@link TestEngine}; its subqueries are {@code (SELECT e)} alone. */
final class TestContext implements Context, Surroundings {
    static final OffsetDateTime NOW = OffsetDateTime.parse("2024-01-31T10:20:30.1234567+01:00");

    private final Bindings bindings = new Bindings();
    private final Map<String, Known> variables = new HashMap<>();
    private final int version;

    TestContext() {
        this(16);
    }

    TestContext(int version) {
        this.version = version;
    }

    TestContext with(String variable, SqlType type, @Nullable Object value) {
        variables.put(variable.toLowerCase(Locale.ROOT), new Known(type, value));
        return this;
    }

    @Override
    public Typed column(ColumnReference reference) throws Refusal {
        for (var column : TestEngine.Column.values()) {
            if (column.name().equalsIgnoreCase(reference.name())) {
                return Typed.of("\"t\"." + EngineNames.quoted(column.name()), column.type);
            }
        }
        throw new Refusal(List.of(message(207, reference.name())));
    }

    @Override
    public List<Typed> subquery(Query query) throws Refusal {
        var select = (Query.Select) query.body();
        var value = (Query.Value) select.items().get(0);
        var typed = new ExpressionTranslator(this).translate(value.expression());
        return List.of(new Typed("(SELECT " + typed.text() + ")", typed.type(), typed.nullable(), typed.isNull()));
    }

    @Override
    public Surroundings surroundings() {
        return this;
    }

    @Override
    public Bindings bindings() {
        return bindings;
    }

    @Override
    public int majorVersion() {
        return version;
    }

    @Override
    public String database() {
        return "master";
    }

    @Override
    public OffsetDateTime now() {
        return NOW;
    }

    @Override
    public Optional<Known> variable(String name) {
        return Optional.ofNullable(variables.get(name.toLowerCase(Locale.ROOT)));
    }

    @Override
    public Optional<Known> global(String name) {
        return name.equals("@@SPID") ? Optional.of(new Known(SqlType.SMALLINT, 51)) : Optional.empty();
    }

    @Override
    public Optional<Known> function(String name, List<@Nullable Object> arguments) {
        return switch (name) {
            case "DB_NAME" -> Optional.of(new Known(SqlType.nvarchar(128), "master"));
            case "SERVERPROPERTY" -> Optional.of(new Known(SqlType.SQL_VARIANT, property((String) arguments.get(0))));
            case "DATABASEPROPERTYEX" -> Optional.of(new Known(SqlType.SQL_VARIANT, "ONLINE"));
            default -> Optional.empty();
        };
    }

    private static @Nullable Object property(@Nullable String name) {
        return switch (String.valueOf(name).toLowerCase(Locale.ROOT)) {
            case "engineedition" -> 3;
            case "edition" -> "Developer Edition (64-bit)";
            default -> null;
        };
    }

    @Override
    public SqlError message(int number, Object... values) {
        return Messages.of(version).message(number).error(values);
    }
}
