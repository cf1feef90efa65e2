package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.catalog.Table;
import io.emrops.testkit.sqlserver.expression.EngineNames;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.translation.SchemaPlan.Touched.What;
import java.util.List;
import java.util.Optional;

/** Has the rows of a table numbered on from elsewhere. A numbering that has given no number yet is told by its beginning being what it gives next. */
final class IdentityReseed {
    private static final int THE_NUMBER = 3;

    private final Refusing refusing;

    IdentityReseed(Refusing refusing) {
        this.refusing = refusing;
    }

    SchemaPlan plan(Optional<Databases.Open> database, String engineName, Table table, long last, boolean used)
            throws Refusal {
        var column = table.identity().orElseThrow();
        var least = SequenceChange.least(column.type());
        var most = SequenceChange.most(column.type());
        if (last < least || last > most) {
            throw refusing.by(2560, THE_NUMBER);
        }
        var increment = used ? column.identity().orElseThrow().increment() : 0;
        if (increment > 0 ? last > most - increment : last < least - increment) {
            throw refusing.notPlayed("number rows on from the last number of a type");
        }
        var text = "ALTER TABLE " + engineName + " ALTER COLUMN " + EngineNames.quoted(column.name())
                + " SET MINVALUE " + least + " SET MAXVALUE " + most + " START WITH " + last + " RESTART WITH "
                + (last + increment);
        if (database.isEmpty()) {
            var step = new SchemaPlan.Step(new EngineStatement(text, List.of()), Optional.empty());
            return new SchemaPlan(
                    Optional.empty(), List.of(step), List.of(), List.of(), List.of(), List.of(), List.of());
        }
        var draft = new Draft(database.get());
        draft.run(text);
        draft.touch(What.ALTERED, table);
        return draft.plan();
    }
}
