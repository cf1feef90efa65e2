package io.emrops.testkit.sqlserver.syntax;

import static io.emrops.testkit.sqlserver.syntax.ExpressionPrinter.name;
import static io.emrops.testkit.sqlserver.syntax.ExpressionPrinter.names;
import static io.emrops.testkit.sqlserver.syntax.ExpressionPrinter.quoted;

import io.emrops.testkit.sqlserver.grammar.ObjectName;
import io.emrops.testkit.sqlserver.syntax.TableDefinition.Constraint;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes changes of tables and their like down again; a view is its own source. */
final class SchemaPrinter {
    private final QueryPrinter queries = new QueryPrinter();
    private final ExpressionPrinter expressions = queries.expressions();

    String print(SchemaChange change) {
        if (change instanceof SchemaChange.CreateTable create) {
            return "CREATE TABLE " + name(create.table()) + " (" + definition(create.definition()) + ")";
        }
        if (change instanceof SchemaChange.AlterTable alter) {
            return "ALTER TABLE " + name(alter.table()) + " " + action(alter.action());
        }
        if (change instanceof SchemaChange.DropTables drop) {
            return "DROP TABLE " + ifExists(drop.ifExists()) + objects(drop.tables());
        }
        if (change instanceof SchemaChange.CreateIndex create) {
            return "CREATE " + (create.unique() ? "UNIQUE " : "") + (create.clustered() ? "CLUSTERED " : "") + "INDEX "
                    + quoted(create.index()) + " ON " + name(create.table()) + " " + keyColumns(create.columns())
                    + (create.included().isEmpty() ? "" : " INCLUDE" + names(create.included()))
                    + queries.clause(" WHERE ", create.filter());
        }
        if (change instanceof SchemaChange.DropIndex drop) {
            return "DROP INDEX " + ifExists(drop.ifExists()) + quoted(drop.index()) + " ON " + name(drop.table());
        }
        if (change instanceof SchemaChange.CreateView view) {
            return view.source();
        }
        if (change instanceof SchemaChange.DropViews drop) {
            return "DROP VIEW " + ifExists(drop.ifExists()) + objects(drop.views());
        }
        if (change instanceof SchemaChange.CreateSchema create) {
            return "CREATE SCHEMA " + quoted(create.schema());
        }
        if (change instanceof SchemaChange.DropSchema drop) {
            return "DROP SCHEMA " + ifExists(drop.ifExists()) + quoted(drop.schema());
        }
        if (change instanceof SchemaChange.CreateSequence create) {
            return "CREATE SEQUENCE " + name(create.sequence())
                    + create.type().map(type -> " AS " + type).orElse("")
                    + number(" START WITH ", create.start())
                    + number(" INCREMENT BY ", create.increment())
                    + number(" MINVALUE ", create.least())
                    + number(" MAXVALUE ", create.most())
                    + (create.cycle() ? " CYCLE" : "");
        }
        var drop = (SchemaChange.DropSequences) change;
        return "DROP SEQUENCE " + ifExists(drop.ifExists()) + objects(drop.sequences());
    }

    private static String number(String words, Optional<Long> number) {
        return number.map(value -> words + value).orElse("");
    }

    private static String ifExists(boolean ifExists) {
        return ifExists ? "IF EXISTS " : "";
    }

    private static String objects(List<ObjectName> names) {
        return names.stream().map(ExpressionPrinter::name).collect(Collectors.joining(", "));
    }

    private String action(SchemaChange.Action action) {
        if (action instanceof SchemaChange.Add add) {
            return (add.check() ? "" : "WITH NOCHECK ") + "ADD " + definition(add.definition());
        }
        if (action instanceof SchemaChange.AlterColumn alter) {
            return "ALTER COLUMN " + quoted(alter.column()) + " " + alter.type() + nullable(alter.nullable());
        }
        if (action instanceof SchemaChange.DropColumns drop) {
            return "DROP COLUMN " + ifExists(drop.ifExists()) + list(drop.columns());
        }
        if (action instanceof SchemaChange.DropConstraints drop) {
            return "DROP CONSTRAINT " + ifExists(drop.ifExists()) + list(drop.constraints());
        }
        var switched = (SchemaChange.SwitchConstraints) action;
        return (switched.validate() ? "WITH CHECK " : "") + (switched.on() ? "CHECK" : "NOCHECK") + " CONSTRAINT "
                + (switched.constraints().isEmpty() ? "ALL" : list(switched.constraints()));
    }

    private static String list(List<String> names) {
        return names.stream().map(ExpressionPrinter::quoted).collect(Collectors.joining(", "));
    }

    String definition(TableDefinition definition) {
        return Stream.concat(
                        definition.columns().stream().map(this::column),
                        definition.constraints().stream().map(constraint -> constraint(constraint, false)))
                .collect(Collectors.joining(", "));
    }

    private String column(TableDefinition.ColumnDefinition column) {
        var text = new StringBuilder(quoted(column.name()));
        column.type().ifPresent(type -> text.append(' ').append(type));
        column.computed()
                .ifPresent(computed -> text.append(" AS ")
                        .append(expressions.print(computed.value()))
                        .append(computed.persisted() ? " PERSISTED" : ""));
        column.collation().ifPresent(collation -> text.append(" COLLATE ").append(collation));
        column.identity()
                .ifPresent(identity -> text.append(" IDENTITY (")
                        .append(identity.seed())
                        .append(", ")
                        .append(identity.increment())
                        .append(")"));
        text.append(nullable(column.nullable()));
        if (column.rowGuid()) {
            text.append(" ROWGUIDCOL");
        }
        column.defaultValue()
                .ifPresent(value -> text.append(constraintName(value.name()))
                        .append(" DEFAULT ")
                        .append(expressions.print(value.value()))
                        .append(value.withValues() ? " WITH VALUES" : ""));
        column.constraints().forEach(constraint -> text.append(' ').append(constraint(constraint, true)));
        return text.toString();
    }

    private static String nullable(Optional<Boolean> nullable) {
        return nullable.map(yes -> yes ? " NULL" : " NOT NULL").orElse("");
    }

    private static String constraintName(Optional<String> name) {
        return name.map(given -> " CONSTRAINT " + quoted(given)).orElse("");
    }

    private String constraint(Constraint constraint, boolean ofColumn) {
        var name = constraintName(constraint.name()).strip();
        if (constraint instanceof TableDefinition.Key key) {
            return name
                    + (key.primary() ? " PRIMARY KEY" : " UNIQUE")
                    + key.clustered()
                            .map(yes -> yes ? " CLUSTERED" : " NONCLUSTERED")
                            .orElse("")
                    + (ofColumn ? "" : " " + keyColumns(key.columns()));
        }
        if (constraint instanceof TableDefinition.ForeignKey key) {
            return name + (ofColumn ? "" : " FOREIGN KEY" + names(key.columns())) + " REFERENCES " + name(key.table())
                    + names(key.referenced())
                    + key.onDelete().map(action -> " ON DELETE " + action).orElse("")
                    + key.onUpdate().map(action -> " ON UPDATE " + action).orElse("");
        }
        if (constraint instanceof TableDefinition.Check check) {
            return name + " CHECK " + expressions.print(check.condition());
        }
        var value = (TableDefinition.DefaultFor) constraint;
        return name + " DEFAULT " + expressions.print(value.value()) + " FOR " + quoted(value.column());
    }

    private static String keyColumns(List<TableDefinition.KeyColumn> columns) {
        return columns.stream()
                .map(column -> quoted(column.name()) + (column.descending() ? " DESC" : ""))
                .collect(Collectors.joining(", ", "(", ")"));
    }
}
