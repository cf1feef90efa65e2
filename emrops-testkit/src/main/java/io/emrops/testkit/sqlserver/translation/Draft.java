package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.catalog.Catalog;
import io.emrops.testkit.sqlserver.catalog.Sequence;
import io.emrops.testkit.sqlserver.catalog.Table;
import io.emrops.testkit.sqlserver.catalog.View;
import io.emrops.testkit.sqlserver.grammar.ObjectName;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.translation.SchemaPlan.Step;
import io.emrops.testkit.sqlserver.translation.SchemaPlan.Touched;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A plan for a database while it is made. */
final class Draft {
    private final Databases.Open database;
    private final List<Step> steps = new ArrayList<>();
    private final List<SqlError> messages = new ArrayList<>();
    private final List<Databases.Temporary> dropped = new ArrayList<>();
    private final List<Touched> touched = new ArrayList<>();
    private Catalog catalog;

    Draft(Databases.Open database) {
        this.database = database;
        this.catalog = database.catalog();
    }

    Databases.Open database() {
        return database;
    }

    Catalog catalog() {
        return catalog;
    }

    int databaseId() {
        return database.id();
    }

    int nextObjectId() {
        var id = catalog.nextObjectId();
        catalog = catalog.withObjectIdsTaken(1);
        return id;
    }

    void change(Catalog changed) {
        catalog = changed;
    }

    void run(String statement) {
        steps.add(new Step(new EngineStatement(statement, List.of()), Optional.empty()));
    }

    void run(String statement, String undo) {
        steps.add(
                new Step(new EngineStatement(statement, List.of()), Optional.of(new EngineStatement(undo, List.of()))));
    }

    /** The rows of the table are filled by that. */
    void fill(Table table, String statement, String undo) {
        steps.add(new Step(
                new EngineStatement(statement, List.of()),
                Optional.of(new EngineStatement(undo, List.of())),
                Optional.of(new ObjectName("", table.schema(), table.name()))));
    }

    void run(EngineStatement statement) {
        steps.add(new Step(statement, Optional.empty()));
    }

    void say(SqlError message) {
        messages.add(message);
    }

    List<SqlError> said() {
        return messages;
    }

    void drop(Databases.Temporary temporary) {
        dropped.add(temporary);
    }

    boolean changesNothing() {
        return touched.isEmpty() && dropped.isEmpty();
    }

    void touch(Touched.What what, Table table) {
        touched.add(new Touched(what, Touched.Kind.TABLE, table.objectId(), table.schema(), table.name()));
    }

    void touch(Touched.What what, View view) {
        touched.add(new Touched(what, Touched.Kind.VIEW, view.objectId(), view.schema(), view.name()));
    }

    void touch(Touched.What what, Sequence sequence) {
        touched.add(new Touched(what, Touched.Kind.SEQUENCE, sequence.objectId(), sequence.schema(), sequence.name()));
    }

    void touchSchema(Touched.What what, String schema) {
        touched.add(new Touched(what, Touched.Kind.SCHEMA, 0, schema, schema));
    }

    SchemaPlan plan() {
        var after = new Databases.Open(database.id(), database.name(), catalog);
        return new SchemaPlan(
                touched.isEmpty() ? Optional.empty() : Optional.of(after),
                steps,
                messages,
                List.of(),
                List.of(),
                dropped,
                touched);
    }
}
