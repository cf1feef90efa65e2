package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.catalog.Catalog;
import io.emrops.testkit.sqlserver.catalog.Sequence;
import io.emrops.testkit.sqlserver.catalog.Table;
import io.emrops.testkit.sqlserver.catalog.View;
import io.emrops.testkit.sqlserver.expression.EngineNames;
import io.emrops.testkit.sqlserver.expression.Surroundings;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.SchemaChange.CreateSchema;
import io.emrops.testkit.sqlserver.syntax.SchemaChange.DropSchema;
import io.emrops.testkit.sqlserver.translation.SchemaPlan.Touched.What;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** {@code CREATE SCHEMA} and {@code DROP SCHEMA}. */
final class NamespaceChange {
    private static final Set<String> OF_THE_SERVER = Set.of("DBO", "SYS", "INFORMATION_SCHEMA", "GUEST");

    private final Databases databases;
    private final Surroundings surroundings;
    private final Refusing refusing;

    NamespaceChange(Databases databases, Surroundings surroundings, Refusing refusing) {
        this.databases = databases;
        this.surroundings = surroundings;
        this.refusing = refusing;
    }

    SchemaPlan create(CreateSchema create) throws Refusal {
        var draft = new Draft(databases.open(surroundings.database()));
        var name = create.schema();
        if (isOfTheServer(name) || draft.catalog().schema(name).isPresent()) {
            throw refusing.followed(
                    List.of(refusing.error(2714, name).withState(6)),
                    refusing.error(2759).withState(0));
        }
        draft.run("CREATE SCHEMA " + EngineNames.schema(draft.databaseId(), name));
        draft.change(draft.catalog().withSchema(name));
        draft.touchSchema(What.CREATED, name);
        return draft.plan();
    }

    SchemaPlan drop(DropSchema drop) throws Refusal {
        var draft = new Draft(databases.open(surroundings.database()));
        if (isOfTheServer(drop.schema())) {
            throw refusing.by(15150, "drop", "schema", drop.schema());
        }
        var schema = draft.catalog().schema(drop.schema());
        if (schema.isEmpty()) {
            if (drop.ifExists()) {
                return draft.plan();
            }
            throw refusing.by(15151, "drop", "schema", drop.schema());
        }
        var inside = inside(draft.catalog(), schema.get());
        if (inside.isPresent()) {
            throw refusing.by(3729, "drop schema", schema.get(), inside.get());
        }
        draft.run("DROP SCHEMA " + EngineNames.schema(draft.databaseId(), schema.get()));
        draft.change(draft.catalog().withoutSchema(schema.get()));
        draft.touchSchema(What.DROPPED, schema.get());
        return draft.plan();
    }

    private static boolean isOfTheServer(String name) {
        return OF_THE_SERVER.contains(Catalogs.upper(name));
    }

    private static Optional<String> inside(Catalog catalog, String schema) {
        var tables = catalog.tables().values().stream()
                .filter(table -> table.schema().equalsIgnoreCase(schema))
                .map(Table::name);
        var views = catalog.views().values().stream()
                .filter(view -> view.schema().equalsIgnoreCase(schema))
                .map(View::name);
        var sequences = catalog.sequences().values().stream()
                .filter(sequence -> sequence.schema().equalsIgnoreCase(schema))
                .map(Sequence::name);
        return Stream.of(tables, views, sequences).flatMap(names -> names).findFirst();
    }
}
