package io.emrops.sqlserver.audit;

import io.emrops.PreconditionFailedException;
import io.emrops.sqlserver.session.Row;
import io.emrops.sqlserver.statement.Identifier;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A table or a view as the catalog has it ("sys.columns (Transact-SQL)"): with the columns that the login may see.
 *
 * @param place where it is
 * @param schema as it is spelled there
 * @param table as it is spelled there
 */
record Layout(Place place, String schema, String table, List<Column> columns) {
    private static final String DATABASE = "SELECT name, state_desc FROM sys.databases WHERE name = ?";

    private static final String UNMASK = "SELECT HAS_PERMS_BY_NAME(?, N'DATABASE', N'UNMASK') AS of_database,"
            + " HAS_PERMS_BY_NAME(?, N'OBJECT', N'UNMASK', ?, N'COLUMN') AS of_column";

    static Layout read(Place place, String schema, String table) {
        var database = requireDatabase(place);
        var queries = place.sessions().queries().about(place.target().get());
        var rows = queries.list("the columns of a table", columnsOf(database), Found::of, schema, table);
        if (rows.isEmpty()) {
            throw new PreconditionFailedException(
                    "There is no table or view " + schema + "." + table + " in " + place.database()
                            + " that the login may see; nothing was read",
                    null,
                    place.target().get());
        }
        var first = rows.get(0);
        return new Layout(
                new Place(place.sessions(), database, place.target(), place.answerWithin()),
                first.schema(),
                first.table(),
                rows.stream().map(Found::column).toList());
    }

    /** With the spelling of the server. */
    private static String requireDatabase(Place place) {
        var database = place.sessions()
                .queries()
                .find(
                        "the state of a database",
                        DATABASE,
                        row -> new Database(
                                row.text("name").orElseThrow(),
                                row.text("state_desc").orElse("in an unknown state")),
                        place.database())
                .orElseThrow(() -> new PreconditionFailedException(
                        "There is no database " + place.database() + "; nothing was read"));
        if (!database.state().equals("ONLINE")) {
            throw new PreconditionFailedException(
                    "The database " + database.name() + " is " + database.state() + "; nothing was read");
        }
        return database.name();
    }

    private record Database(String name, String state) {}

    private static String columnsOf(String database) {
        var in = Identifier.of(database).quoted() + ".sys.";
        return "SELECT s.name AS schema_name, o.name AS object_name, c.name AS column_name, t.name AS type_name,"
                + " c.max_length, c.precision, c.scale, c.is_nullable, c.is_masked"
                + " FROM " + in + "schemas AS s"
                + " JOIN " + in + "objects AS o ON o.schema_id = s.schema_id"
                + " JOIN " + in + "columns AS c ON c.object_id = o.object_id"
                + " LEFT JOIN " + in + "types AS t ON t.user_type_id = c.system_type_id"
                + " WHERE s.name = ? AND o.name = ? AND o.type IN ('U', 'V')"
                + " ORDER BY c.column_id";
    }

    private record Found(String schema, String table, Column column) {
        static Found of(Row row) throws SQLException {
            return new Found(
                    row.text("schema_name").orElseThrow(),
                    row.text("object_name").orElseThrow(),
                    new Column(
                            row.text("column_name").orElseThrow(),
                            row.text("type_name"),
                            row.integer("max_length").orElse(0),
                            row.integer("precision").orElse(0),
                            row.integer("scale").orElse(0),
                            row.flag("is_nullable").orElse(true),
                            row.flag("is_masked").orElse(false)));
        }
    }

    /** Those of which the login would read other values than there are. */
    List<Column> hidden(Collection<Column> wanted) {
        return wanted.stream()
                .filter(Column::masked)
                .filter(column -> !isUnmasked(column))
                .toList();
    }

    /** The permission on a single column is new in SQL Server 2022; older ones answer NULL. */
    private boolean isUnmasked(Column column) {
        return place.sessions()
                .queries()
                .about(place.target().get())
                .find(
                        "the permission to see what is masked",
                        UNMASK,
                        row -> row.flag("of_database").orElse(false)
                                || row.flag("of_column").orElse(false),
                        Identifier.of(place.database()).quoted(),
                        quoted(),
                        column.name())
                .orElse(false);
    }

    /** By its name, in whichever case if there is only one of it. */
    Optional<Column> column(String name) {
        var exact = columns.stream().filter(each -> each.name().equals(name)).findFirst();
        if (exact.isPresent()) {
            return exact;
        }
        var alike = columns.stream()
                .filter(each -> each.name().equalsIgnoreCase(name))
                .toList();
        return alike.size() == 1 ? Optional.of(alike.get(0)) : Optional.empty();
    }

    /** In brackets, with its database. */
    String quoted() {
        return Identifier.of(place.database()).quoted() + "."
                + Identifier.of(schema).quoted() + "."
                + Identifier.of(table).quoted();
    }

    /** What is there, in one line. */
    String describe() {
        return columns.stream().map(Column::toString).collect(Collectors.joining(", "));
    }
}
