package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.catalog.Table;
import io.emrops.testkit.sqlserver.expression.Surroundings;
import io.emrops.testkit.sqlserver.grammar.ObjectName;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.translation.SchemaPlan.Touched.What;
import java.util.List;
import java.util.Optional;

/** {@code DROP TABLE}: of several tables those that can be are dropped, and of each other one something is said. */
final class TableDrop {
    private final Databases databases;
    private final Surroundings surroundings;
    private final Refusing refusing;

    TableDrop(Databases databases, Surroundings surroundings, Refusing refusing) {
        this.databases = databases;
        this.surroundings = surroundings;
        this.refusing = refusing;
    }

    SchemaPlan drop(List<ObjectName> names, boolean ifExists) throws Refusal {
        var draft = new Draft(database(names));
        for (var name : names) {
            if (Location.isTemporary(name)) {
                dropTemporary(draft, name, ifExists);
            } else {
                dropped(draft, name, ifExists);
            }
        }
        if (draft.changesNothing() && !draft.said().isEmpty()) {
            throw new Refusal(draft.said());
        }
        return draft.plan();
    }

    /** All of them are in one. */
    private Databases.Open database(List<ObjectName> names) throws Refusal {
        Optional<Databases.Open> database = Optional.empty();
        for (var name : names) {
            if (!Location.isTemporary(name)) {
                var found = Location.of(name, databases, surroundings).database();
                if (database.isPresent() && database.get().id() != found.id()) {
                    throw refusing.notPlayed("drop tables of several databases in one statement");
                }
                database = Optional.of(found);
            }
        }
        return database.isPresent() ? database.get() : databases.open(surroundings.database());
    }

    private void dropTemporary(Draft draft, ObjectName name, boolean ifExists) {
        var table = databases.temporary(name.name());
        if (table.isPresent()) {
            draft.drop(table.get());
        } else if (!ifExists) {
            draft.say(missing(name));
        }
    }

    private void dropped(Draft draft, ObjectName name, boolean ifExists) throws Refusal {
        var location = Location.of(name, databases, surroundings);
        var written = Refusing.written(name);
        var table = draft.catalog().table(location.schema(), location.name());
        if (table.isEmpty()) {
            if (draft.catalog().view(location.schema(), location.name()).isPresent()) {
                draft.say(refusing.error(3705, "TABLE", written, written, "view", "DROP VIEW"));
            } else if (!ifExists) {
                draft.say(missing(name));
            }
        } else if (!draft.catalog().referring(table.get()).isEmpty()) {
            draft.say(refusing.error(3726, written));
        } else {
            drop(draft, table.get(), location.engineName());
        }
    }

    private SqlError missing(ObjectName name) {
        return refusing.error(3701, "drop", "table", Refusing.written(name)).withState(5);
    }

    private static void drop(Draft draft, Table table, String engineName) {
        draft.run("DROP TABLE " + engineName);
        draft.change(draft.catalog().without(table));
        draft.touch(What.DROPPED, table);
    }
}
