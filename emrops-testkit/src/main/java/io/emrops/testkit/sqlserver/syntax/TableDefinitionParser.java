package io.emrops.testkit.sqlserver.syntax;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.grammar.Rule;
import io.emrops.testkit.sqlserver.grammar.TokenCursor;
import io.emrops.testkit.sqlserver.syntax.TableDefinition.ColumnDefinition;
import io.emrops.testkit.sqlserver.syntax.TableDefinition.Constraint;
import io.emrops.testkit.sqlserver.tsql.Token;
import io.emrops.testkit.sqlserver.tsql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads columns and constraints of a table. */
final class TableDefinitionParser {
    private final Parsers parsers;
    private final TokenCursor cursor;
    private final ConstraintParser constraints;

    TableDefinitionParser(Parsers parsers, ConstraintParser constraints) {
        this.parsers = parsers;
        this.cursor = parsers.cursor();
        this.constraints = constraints;
    }

    /** In brackets. */
    TableDefinition inBrackets() throws Refusal {
        cursor.require('(');
        parsers.enter();
        var definition = items(true);
        cursor.require(')');
        parsers.leave();
        return definition;
    }

    /** With commas between them; a comma may end the list of CREATE TABLE. */
    TableDefinition items(boolean ofCreate) throws Refusal {
        var columns = new ArrayList<ColumnDefinition>();
        var tableConstraints = new ArrayList<Constraint>();
        do {
            if (ofCreate && cursor.at(')') && !columns.isEmpty()) {
                break;
            }
            requireSupported();
            if (constraints.isAtConstraint()) {
                tableConstraints.add(constraints.ofTable(!ofCreate));
            } else {
                columns.add(column());
            }
        } while (cursor.accept(','));
        return new TableDefinition(columns, tableConstraints);
    }

    private void requireSupported() throws Refusal {
        if (cursor.at("INDEX")) {
            throw parsers.refusal(Unsupported.INLINE_INDEX);
        }
        if (cursor.at("PERIOD") && cursor.at(1, "FOR")) {
            throw parsers.refusal(Unsupported.TEMPORAL_TABLES);
        }
    }

    private ColumnDefinition column() throws Refusal {
        var draft = new ColumnDraft(cursor.name(), cursor.line());
        var token = cursor.taken();
        if (cursor.accept("AS")) {
            draft.computed = Optional.of(computed());
        } else if (cursor.atName() || cursor.at("NATIONAL") || cursor.at("DOUBLE")) {
            draft.type = Optional.of(parsers.types().type());
        } else if (draft.name.equalsIgnoreCase("timestamp") && token.kind() == Kind.WORD) {
            draft.type = Optional.of(new TypeName("timestamp", List.of(), cursor.line()));
        } else if (cursor.at(',') || cursor.at(')') || cursor.atEnd()) {
            throw cursor.refusal(Rule.COLUMN_WITHOUT_TYPE, token, draft.name);
        }
        while (property(draft)) {
            requireSupportedProperty();
        }
        return draft.finished();
    }

    private TableDefinition.Computed computed() throws Refusal {
        var start = cursor.start();
        var value = parsers.expressions().expression();
        var source = constraints.source(start);
        return new TableDefinition.Computed(value, cursor.accept("PERSISTED"), source);
    }

    private boolean property(ColumnDraft draft) throws Refusal {
        requireSupportedProperty();
        if (cursor.at("NULL") || cursor.at("NOT")) {
            var token = cursor.here();
            var nullable = !cursor.accept("NOT");
            if (!nullable && cursor.at("FOR")) {
                throw cursor.unexpected();
            }
            cursor.require("NULL");
            if (draft.nullable.isPresent()) {
                throw cursor.refusal(Rule.COLUMN_NULL_TWICE, token, draft.name, "");
            }
            draft.nullable = Optional.of(nullable);
            return true;
        }
        if (cursor.accept("COLLATE")) {
            draft.collation = Optional.of(cursor.name());
            return true;
        }
        if (cursor.at("IDENTITY")) {
            once(draft.identity, "IDENTITY", cursor.here(), draft);
            draft.identity = Optional.of(identity());
            return true;
        }
        if (cursor.accept("ROWGUIDCOL")) {
            draft.rowGuid = true;
            return true;
        }
        if (cursor.accept("SPARSE")) {
            return true;
        }
        if (constraints.isAtColumnDefault()) {
            once(draft.defaultValue, "DEFAULT", cursor.here(), draft);
            draft.defaultValue = Optional.of(constraints.defaultValue());
            return true;
        }
        if (constraints.isAtConstraint() || cursor.at("REFERENCES")) {
            draft.constraints.add(constraints.ofColumn(draft.name));
            return true;
        }
        return false;
    }

    private void once(Optional<?> before, String what, Token token, ColumnDraft draft) throws Refusal {
        if (before.isPresent()) {
            throw cursor.refusal(Rule.COLUMN_CONSTRAINT_TWICE, token, what, "constraint", draft.name, "");
        }
    }

    private void requireSupportedProperty() throws Refusal {
        if (cursor.at("MASKED") || cursor.at("ENCRYPTED")) {
            throw parsers.refusal(Unsupported.MASKED_COLUMNS);
        }
        if (cursor.at("GENERATED") || cursor.at("HIDDEN")) {
            throw parsers.refusal(Unsupported.TEMPORAL_TABLES);
        }
        if (cursor.at("FILESTREAM")) {
            throw parsers.refusal(Unsupported.FILESTREAM);
        }
        if (cursor.at("COLUMN_SET")) {
            throw parsers.refusal(Unsupported.COLUMN_SETS);
        }
        if (cursor.at("INDEX")) {
            throw parsers.refusal(Unsupported.INLINE_INDEX);
        }
    }

    private TableDefinition.Identity identity() throws Refusal {
        cursor.require("IDENTITY");
        var seed = 1L;
        var increment = 1L;
        if (cursor.accept('(')) {
            seed = constraints.signedNumber();
            cursor.require(',');
            increment = constraints.signedNumber();
            cursor.require(')');
        }
        constraints.skipNotForReplication();
        return new TableDefinition.Identity(seed, increment);
    }
}
