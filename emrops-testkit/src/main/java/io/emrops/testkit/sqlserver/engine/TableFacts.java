package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.catalog.Table;
import io.emrops.testkit.sqlserver.catalog.TableColumn;
import io.emrops.testkit.sqlserver.expression.Known;
import io.emrops.testkit.sqlserver.type.SqlType;
import io.emrops.testkit.sqlserver.view.Properties;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The functions that tell of one table, which is named in a text: how long its columns are, and how its rows are numbered. */
final class TableFacts {
    private static final SqlType NUMBER = SqlType.numeric(38, 0);

    private final EngineSession session;
    private final ObjectFacts objects;

    TableFacts(EngineSession session, ObjectFacts objects) {
        this.session = session;
        this.objects = objects;
    }

    /**
     * A table.
     *
     * @param database empty for a temporary table
     * @param engineSchema empty for a temporary table
     * @param engineName without quotes
     */
    record Located(Table table, String database, String engineSchema, String engineName) {}

    /** @return empty if it is none of these */
    Optional<Known> function(String name, List<@Nullable Object> arguments, String database) {
        var table = ObjectFacts.text(arguments, 0);
        return switch (name) {
            case "COL_LENGTH" ->
                known(
                        SqlType.SMALLINT,
                        columnLength(table, ObjectFacts.text(arguments, 1), database)
                                .orElse(null));
            case "IDENT_CURRENT" ->
                known(NUMBER, located(table, database).flatMap(this::current).orElse(null));
            case "IDENT_INCR" -> known(NUMBER, ofIdentity(table, database, TableColumn.Identity::increment));
            case "IDENT_SEED" -> known(NUMBER, ofIdentity(table, database, TableColumn.Identity::seed));
            case "STATS_DATE" -> statisticsDate(arguments, database);
            default -> Optional.empty();
        };
    }

    private static Optional<Known> known(SqlType type, @Nullable Object value) {
        return Optional.of(new Known(type, value));
    }

    private Optional<Short> columnLength(@Nullable String table, @Nullable String column, String database) {
        return column == null
                ? Optional.empty()
                : located(table, database)
                        .flatMap(located -> located.table().column(column))
                        .map(found -> (short) Properties.lengthOf(found.type()));
    }

    private @Nullable BigDecimal ofIdentity(
            @Nullable String table, String database, Function<TableColumn.Identity, Long> part) {
        return located(table, database)
                .flatMap(located -> located.table().identity())
                .flatMap(TableColumn::identity)
                .map(part)
                .map(BigDecimal::valueOf)
                .orElse(null);
    }

    private Optional<Known> statisticsDate(List<@Nullable Object> arguments, String database) {
        var object = ObjectFacts.number(arguments, 0);
        var statistics = ObjectFacts.number(arguments, 1);
        return known(
                SqlType.DATETIME,
                object == null || statistics == null
                        ? null
                        : Properties.statisticsDate(objects.viewer(database), object, statistics)
                                .orElse(null));
    }

    /** Of a table that has never had rows it is its seed. */
    private Optional<BigDecimal> current(Located located) {
        var identity = located.table().identity().flatMap(TableColumn::identity);
        return identity.map(numbers -> {
            var numbering = numbering(located);
            return BigDecimal.valueOf(numbering.isUsed() ? numbering.next() - numbers.increment() : numbering.start());
        });
    }

    /** Where the numbering of a table that has one is now, committed or not. */
    Numbering numbering(Located located) {
        try {
            return Schemas.numbering(
                    session.connection(),
                    located.engineSchema(),
                    located.engineName(),
                    located.table().identity().orElseThrow().name());
        } catch (SQLException e) {
            throw new EngineFailure(e);
        }
    }

    /** A table of users by its name in one text, with or without brackets, database and schema. */
    Optional<Located> located(@Nullable String name, String database) {
        if (name == null) {
            return Optional.empty();
        }
        var parts = ObjectFacts.parts(name);
        var count = parts.size();
        var table = parts.get(count - 1);
        if (table.startsWith("#")) {
            return session.temporaries().table(table).map(found -> {
                var quoted = found.engineName();
                var engineName = quoted.substring(1, quoted.length() - 1).replace("\"\"", "\"");
                return new Located(found.table(), "", "", engineName);
            });
        }
        var of = count > 2 && !parts.get(count - 3).isEmpty() ? parts.get(count - 3) : database;
        var schema = count > 1 && !parts.get(count - 2).isEmpty() ? parts.get(count - 2) : "dbo";
        var catalog = objects.catalog(of);
        var id = session.engine().databaseId(of);
        return catalog == null || id.isEmpty()
                ? Optional.empty()
                : catalog.table(schema, table)
                        .map(found -> new Located(found, of, id.get() + "." + found.schema(), found.name()));
    }
}
