package io.emrops.testkit.sqlserver.syntax;

import io.emrops.testkit.sqlserver.syntax.TableDefinition.ColumnDefinition;
import io.emrops.testkit.sqlserver.syntax.TableDefinition.Constraint;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Grows changes of tables and their like, of limited size. */
final class AnySchemaChange extends AnyQuery {
    private static final List<String> ACTIONS = List.of("CASCADE", "SET NULL", "SET DEFAULT", "NO ACTION");

    private final ExpressionPrinter printer = new QueryPrinter().expressions();

    AnySchemaChange(long seed, int budget) {
        super(seed, budget);
    }

    SchemaChange change() {
        return switch (random().nextInt(11)) {
            case 0, 1, 2 -> new SchemaChange.CreateTable(objectName(), definition(true), 1);
            case 3, 4, 5 -> new SchemaChange.AlterTable(objectName(), action(), 1);
            case 6 -> index();
            case 7 -> new SchemaChange.DropIndex(name(), objectName(), maybe(), 1);
            case 8 ->
                new SchemaChange.CreateSequence(
                        objectName(),
                        optional(this::type),
                        optional(() -> 5L),
                        optional(() -> -1L),
                        optional(() -> Long.MIN_VALUE + 1),
                        optional(() -> Long.MAX_VALUE),
                        maybe(),
                        1);
            case 9 ->
                maybe() ? new SchemaChange.CreateSchema(name(), 1) : new SchemaChange.DropSchema(name(), maybe(), 1);
            default ->
                maybe()
                        ? new SchemaChange.DropViews(some(2, this::objectName), maybe(), 1)
                        : new SchemaChange.DropSequences(some(2, this::objectName), maybe(), 1);
        };
    }

    private SchemaChange index() {
        var filter = optional(this::comparison);
        return new SchemaChange.CreateIndex(
                maybe(),
                maybe(),
                name(),
                objectName(),
                some(2, this::keyColumn),
                perhapsSome(2, this::name),
                filter,
                filter.map(condition -> source(printer.print(condition))).orElse(""),
                1);
    }

    private SchemaChange.Action action() {
        return switch (random().nextInt(6)) {
            case 0, 1 -> new SchemaChange.Add(definition(false), maybe());
            case 2 -> new SchemaChange.AlterColumn(name(), type(), optional(this::maybe));
            case 3 -> new SchemaChange.DropColumns(some(2, this::name), maybe());
            case 4 -> new SchemaChange.DropConstraints(some(2, this::name), maybe());
            default -> {
                var on = maybe();
                yield new SchemaChange.SwitchConstraints(perhapsSome(2, this::name), on, on && maybe());
            }
        };
    }

    private TableDefinition definition(boolean ofCreate) {
        return new TableDefinition(
                some(3, this::column),
                ofCreate ? perhapsSome(2, this::constraint) : perhapsSome(2, this::constraintOrDefault));
    }

    private ColumnDefinition column() {
        var name = name();
        if (maybe()) {
            var value = expression();
            return new ColumnDefinition(
                    name,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(new TableDefinition.Computed(value, maybe(), source(printer.print(value)))),
                    Optional.empty(),
                    false,
                    List.of(),
                    1);
        }
        return new ColumnDefinition(
                name,
                Optional.of(type()),
                optional(this::maybe),
                optional(() -> new TableDefinition.Identity(-5, 10)),
                optional(this::defaultValue),
                Optional.empty(),
                optional(() -> "Latin1_General_BIN2"),
                maybe(),
                perhapsSome(2, () -> columnConstraint(name)),
                1);
    }

    private TableDefinition.DefaultValue defaultValue() {
        var value = expression();
        return new TableDefinition.DefaultValue(optional(this::name), value, source(printer.print(value)), maybe());
    }

    private Constraint columnConstraint(String column) {
        return switch (random().nextInt(3)) {
            case 0 ->
                new TableDefinition.Key(
                        optional(this::name),
                        maybe(),
                        optional(this::maybe),
                        List.of(new TableDefinition.KeyColumn(column, false)));
            case 1 -> foreignKey(List.of(column));
            default -> check();
        };
    }

    private Constraint constraint() {
        return switch (random().nextInt(3)) {
            case 0 ->
                new TableDefinition.Key(optional(this::name), maybe(), optional(this::maybe), some(2, this::keyColumn));
            case 1 -> foreignKey(some(2, this::name));
            default -> check();
        };
    }

    private Constraint constraintOrDefault() {
        var value = expression();
        return maybe()
                ? new TableDefinition.DefaultFor(optional(this::name), value, source(printer.print(value)), name())
                : constraint();
    }

    private Constraint foreignKey(List<String> columns) {
        return new TableDefinition.ForeignKey(
                optional(this::name),
                columns,
                objectName(),
                perhapsSome(2, this::name),
                optional(() -> one(ACTIONS)),
                optional(() -> one(ACTIONS)));
    }

    private Constraint check() {
        var condition = comparison();
        return new TableDefinition.Check(optional(this::name), condition, source(printer.print(condition)));
    }

    /** One that the printer puts in brackets. */
    private Condition comparison() {
        return new Condition.Comparison(Condition.Comparator.LESS, expression(), expression());
    }

    private TableDefinition.KeyColumn keyColumn() {
        return new TableDefinition.KeyColumn(name(), maybe());
    }

    /** What the printer begins with a bracket is in it as a whole. */
    private static String source(String printed) {
        if (Stream.of("0", "99999999999", "1.50", ".5").anyMatch(printed::equals)) {
            return "((" + printed + "))";
        }
        return printed.startsWith("(") ? printed : "(" + printed + ")";
    }
}
