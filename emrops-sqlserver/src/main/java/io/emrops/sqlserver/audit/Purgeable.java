package io.emrops.sqlserver.audit;

import io.emrops.PreconditionFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.audit.AuditTable;
import io.emrops.sqlserver.session.ServerIdentity;
import io.emrops.sqlserver.session.ShortQueries;
import io.emrops.sqlserver.statement.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An audit table whose rows can be archived exactly and deleted one by one: a table and no view, with a key that no two rows have, whose rows do not live on
 * elsewhere, without columns whose values are more than their texts, and with all that it is to be seen.
 *
 * @param on the server that is asked, and no other
 */
record Purgeable(BoundAudit audit, ServerIdentity on) {
    private static final Set<String> EXACT = Set.of(
            "bigint",
            "binary",
            "bit",
            "char",
            "date",
            "datetime",
            "datetime2",
            "datetimeoffset",
            "decimal",
            "float",
            "int",
            "money",
            "nchar",
            "numeric",
            "nvarchar",
            "real",
            "smalldatetime",
            "smallint",
            "smallmoney",
            "sysname",
            "time",
            "timestamp",
            "tinyint",
            "uniqueidentifier",
            "varbinary",
            "varchar",
            "xml");

    /** @throws PreconditionFailedException if it is none */
    static Purgeable of(Place place, ServerIdentity on, AuditTable mapping) {
        var layout = Layout.read(place, mapping.schema(), mapping.table());
        var purgeable = new Purgeable(BoundAudit.of(mapping, layout), on);
        purgeable.require();
        return purgeable;
    }

    private void require() {
        var faults = new ArrayList<String>();
        for (var column : columns()) {
            if (column.type().filter(EXACT::contains).isEmpty()) {
                faults.add("the values of " + column + " cannot be archived exactly");
            }
        }
        for (var column : audit.layout().hidden(columns())) {
            faults.add("the values of " + column.name() + " are masked, and the login has no permission UNMASK");
        }
        faults.addAll(kindOfTable());
        faults.addAll(Hazards.ofRows(audit.layout(), queries()));
        if (!hasUniqueKey()) {
            faults.add("its key " + audit.key().name() + " is not unique by itself, as by a primary key");
        }
        if (!faults.isEmpty()) {
            throw new PreconditionFailedException(
                    "Rows of " + name() + " cannot be archived and deleted: " + String.join("; ", faults)
                            + ". Nothing was changed",
                    null,
                    audit.layout().place().target().get());
        }
    }

    private List<String> kindOfTable() {
        var faults = new ArrayList<String>();
        var found = queries()
                .list(
                        "the kind of a table",
                        "SELECT t.* FROM " + catalog() + "tables AS t JOIN " + catalog()
                                + "schemas AS s ON s.schema_id = t.schema_id WHERE s.name = ? AND t.name = ?",
                        row -> {
                            // Versions before 2022 have no ledgers, and no such column.
                            if (row.integer("ledger_type").orElse(0) != 0) {
                                faults.add("it is a ledger table, which keeps every row forever");
                            }
                            if (row.integer("temporal_type").orElse(0) != 0) {
                                faults.add("it has versions: deleted rows would live on in its history");
                            }
                            return row.text("name").orElse("");
                        },
                        audit.layout().schema(),
                        audit.layout().table());
        if (found.isEmpty()) {
            faults.add("it is no table, or the login may not see that it is one");
        }
        return faults;
    }

    private boolean hasUniqueKey() {
        var unique = queries()
                .list(
                        "the unique indexes of a table",
                        "SELECT i.index_id, COUNT(*) AS columns, MIN(c.name) AS column_name FROM " + catalog()
                                + "indexes AS i"
                                + " JOIN " + catalog() + "index_columns AS ic ON ic.object_id = i.object_id"
                                + " AND ic.index_id = i.index_id AND ic.key_ordinal > 0"
                                + " JOIN " + catalog() + "columns AS c ON c.object_id = ic.object_id"
                                + " AND c.column_id = ic.column_id"
                                + " JOIN " + catalog() + "tables AS t ON t.object_id = i.object_id"
                                + " JOIN " + catalog() + "schemas AS s ON s.schema_id = t.schema_id"
                                + " WHERE s.name = ? AND t.name = ? AND i.is_unique = 1 AND i.has_filter = 0 AND i.is_disabled = 0"
                                + " GROUP BY i.index_id",
                        row -> row.integer("columns").orElse(0) == 1
                                && row.text("column_name")
                                        .filter(audit.key().name()::equals)
                                        .isPresent(),
                        audit.layout().schema(),
                        audit.layout().table());
        return unique.contains(true);
    }

    /** Of this server and no other. */
    ShortQueries queries() {
        var place = audit.layout().place();
        return place.sessions().queries().about(place.target().get()).on(on).within(place.answerWithin());
    }

    /**
     * What was read over a connection of its own came from this server, if nobody else answers now either.
     *
     * @throws TargetUnavailableException if somebody else does
     */
    void requireSameServer() {
        var place = audit.layout().place();
        if (!place.sessions().freshIdentity().equals(on)) {
            throw new TargetUnavailableException(
                    "The connection leads to another server than before; nothing was changed there",
                    null,
                    place.target().get());
        }
    }

    private String catalog() {
        return Identifier.of(audit.layout().place().database()).quoted() + ".sys.";
    }

    /** All of them, in the order of the table. */
    List<Column> columns() {
        return audit.layout().columns();
    }

    List<String> headings() {
        return columns().stream().map(Column::name).toList();
    }

    /** In brackets, of the table that is called {@code t}. */
    String selected() {
        return columns().stream().map(column -> "t." + column.quoted()).collect(Collectors.joining(", "));
    }

    /** As people say it. */
    String name() {
        return audit.layout().place().database() + "." + audit.layout().schema() + "."
                + audit.layout().table();
    }

    int keyIndex() {
        return columns().indexOf(audit.key());
    }

    int timeIndex() {
        return columns().indexOf(audit.time());
    }
}
