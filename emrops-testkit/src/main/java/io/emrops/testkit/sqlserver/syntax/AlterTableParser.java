package io.emrops.testkit.sqlserver.syntax;

import io.emrops.testkit.sqlserver.grammar.ObjectName;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.grammar.TokenCursor;
import io.emrops.testkit.sqlserver.syntax.SchemaChange.Action;
import io.emrops.testkit.sqlserver.syntax.SchemaChange.AlterTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads ALTER TABLE from behind these two words on. */
final class AlterTableParser {
    private final Parsers parsers;
    private final TokenCursor cursor;
    private final TableDefinitionParser definitions;
    private final ConstraintParser constraints;

    AlterTableParser(Parsers parsers, TableDefinitionParser definitions, ConstraintParser constraints) {
        this.parsers = parsers;
        this.cursor = parsers.cursor();
        this.definitions = definitions;
        this.constraints = constraints;
    }

    SchemaChange statement(int line) throws Refusal {
        var table = parsers.sources().name();
        return new AlterTable(table, action(table), line);
    }

    private Action action(ObjectName table) throws Refusal {
        requireSupported();
        if (cursor.accept("ADD")) {
            return new SchemaChange.Add(definitions.items(false), true);
        }
        if (cursor.accept("ALTER")) {
            cursor.require("COLUMN");
            return alterColumn();
        }
        if (cursor.accept("DROP")) {
            return drop();
        }
        if (cursor.accept("WITH")) {
            var check = cursor.accept("CHECK");
            if (!check) {
                cursor.require("NOCHECK");
            }
            return cursor.accept("ADD") ? new SchemaChange.Add(definitions.items(false), check) : switched(check);
        }
        if (cursor.at("CHECK") || cursor.at("NOCHECK")) {
            return switched(false);
        }
        throw cursor.unexpected();
    }

    private void requireSupported() throws Refusal {
        if (cursor.at("SWITCH") || cursor.at("REBUILD") || cursor.at("SET")) {
            throw parsers.refusal(Unsupported.TABLE_MAINTENANCE);
        }
        if (cursor.at("SPLIT") || cursor.at("MERGE")) {
            throw parsers.refusal(Unsupported.PARTITIONS);
        }
        if ((cursor.at("ENABLE") || cursor.at("DISABLE")) && cursor.at(1, "TRIGGER")) {
            throw parsers.refusal(Unsupported.TRIGGERS);
        }
        if (cursor.at("ENABLE") || cursor.at("DISABLE")) {
            throw parsers.refusal(Unsupported.TABLE_MAINTENANCE);
        }
    }

    private Action alterColumn() throws Refusal {
        var column = cursor.name();
        if (cursor.at("ADD") || cursor.at("DROP")) {
            throw parsers.refusal(Unsupported.COLUMN_PROPERTIES);
        }
        var type = parsers.types().type();
        if (cursor.at("COLLATE")) {
            throw parsers.refusal(Unsupported.COLUMN_PROPERTIES);
        }
        if (cursor.at("MASKED") || cursor.at("ENCRYPTED")) {
            throw parsers.refusal(Unsupported.MASKED_COLUMNS);
        }
        cursor.accept("SPARSE");
        var nullable = Optional.<Boolean>empty();
        if (cursor.accept("NOT")) {
            cursor.require("NULL");
            nullable = Optional.of(false);
        } else if (cursor.accept("NULL")) {
            nullable = Optional.of(true);
        }
        return new SchemaChange.AlterColumn(column, type, nullable);
    }

    private Action drop() throws Refusal {
        if (cursor.at("PERIOD") && cursor.at(1, "FOR")) {
            throw parsers.refusal(Unsupported.TEMPORAL_TABLES);
        }
        var columns = cursor.accept("COLUMN");
        if (!columns) {
            cursor.accept("CONSTRAINT");
        }
        var ifExists = cursor.accept("IF");
        if (ifExists) {
            cursor.require("EXISTS");
        }
        var names = new ArrayList<String>();
        do {
            if (!names.isEmpty() && (cursor.at("COLUMN") || cursor.at("CONSTRAINT"))) {
                throw parsers.refusal(Unsupported.DROP_FORMS);
            }
            names.add(cursor.name());
        } while (cursor.accept(','));
        if (cursor.at("WITH") && cursor.at(1, '(')) {
            throw parsers.refusal(Unsupported.DROP_FORMS);
        }
        return columns
                ? new SchemaChange.DropColumns(names, ifExists)
                : new SchemaChange.DropConstraints(names, ifExists);
    }

    private Action switched(boolean validate) throws Refusal {
        var on = cursor.accept("CHECK");
        if (!on) {
            cursor.require("NOCHECK");
        }
        cursor.require("CONSTRAINT");
        return new SchemaChange.SwitchConstraints(cursor.accept("ALL") ? List.of() : constraints.names(), on, validate);
    }
}
