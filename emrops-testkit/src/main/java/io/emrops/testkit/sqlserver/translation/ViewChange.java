package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.catalog.TableColumn;
import io.emrops.testkit.sqlserver.catalog.View;
import io.emrops.testkit.sqlserver.expression.Surroundings;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.SchemaChange.CreateView;
import io.emrops.testkit.sqlserver.syntax.SchemaChange.CreateView.Mode;
import io.emrops.testkit.sqlserver.syntax.SchemaChange.DropViews;
import io.emrops.testkit.sqlserver.translation.SchemaPlan.Touched.What;
import io.emrops.testkit.sqlserver.type.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code CREATE VIEW}, {@code ALTER VIEW} and {@code DROP VIEW}, of which the engine is told nothing: see {@link ViewRows}. */
final class ViewChange {
    private final Databases databases;
    private final Surroundings surroundings;
    private final Refusing refusing;

    ViewChange(Databases databases, Surroundings surroundings, Refusing refusing) {
        this.databases = databases;
        this.surroundings = surroundings;
        this.refusing = refusing;
    }

    SchemaPlan create(CreateView create) throws Refusal {
        var name = create.view();
        if (Location.isTemporary(name)) {
            throw refusing.by(4103, name.name());
        }
        if (!name.database().isEmpty()) {
            throw refusing.by(166, "CREATE/ALTER VIEW");
        }
        var location = Location.of(name, databases, surroundings);
        var draft = new Draft(location.database());
        if (draft.catalog().schema(location.schema()).isEmpty()) {
            throw refusing.by(2760, location.schema());
        }
        var before = before(create, location);
        var query = new QueryTranslator(databases, surroundings).inner(create.with(), create.query());
        var columns = columns(create, query.columns());
        var now = surroundings.now().toInstant();
        var view = new View(
                before.map(View::objectId).orElseGet(draft::nextObjectId),
                location.schema(),
                before.map(View::name).orElse(location.name()),
                columns,
                create.source(),
                before.map(View::created).orElse(now),
                now);
        draft.change(draft.catalog().with(view));
        draft.touch(before.isPresent() ? What.ALTERED : What.CREATED, view);
        return draft.plan();
    }

    private Optional<View> before(CreateView create, Location location) throws Refusal {
        var catalog = location.database().catalog();
        var before = catalog.view(location.schema(), location.name());
        if (before.isEmpty() && create.mode() == Mode.ALTER) {
            throw refusing.byWithState(6, 208, Refusing.written(create.view()));
        }
        if (before.isPresent() && create.mode() == Mode.CREATE
                || before.isEmpty() && catalog.isTaken(location.schema(), location.name())) {
            throw refusing.byWithState(3, 2714, location.name());
        }
        return before;
    }

    private List<TableColumn> columns(CreateView create, List<Column> found) throws Refusal {
        var name = create.view().name();
        if (!create.columns().isEmpty() && create.columns().size() != found.size()) {
            throw refusing.by(create.columns().size() < found.size() ? 8158 : 8159, name);
        }
        var columns = new ArrayList<TableColumn>();
        for (var i = 0; i < found.size(); i++) {
            var column = create.columns().isEmpty()
                    ? found.get(i).name()
                    : create.columns().get(i);
            if (column.isEmpty()) {
                throw refusing.by(4511, i + 1);
            }
            if (columns.stream().anyMatch(other -> other.name().equalsIgnoreCase(column))) {
                throw refusing.by(4506, column, name);
            }
            columns.add(TableColumn.of(
                    i + 1, column, found.get(i).type(), found.get(i).nullable()));
        }
        return columns;
    }

    SchemaPlan drop(DropViews drop) throws Refusal {
        var draft = new Draft(databases.open(surroundings.database()));
        for (var name : drop.views()) {
            if (!name.database().isEmpty()) {
                throw refusing.by(166, "DROP VIEW");
            }
            var location = Location.of(name, databases, surroundings);
            var written = Refusing.written(name);
            var view = draft.catalog().view(location.schema(), location.name());
            if (view.isPresent()) {
                draft.change(draft.catalog().without(view.get()));
                draft.touch(What.DROPPED, view.get());
            } else if (draft.catalog().table(location.schema(), location.name()).isPresent()) {
                draft.say(refusing.error(3705, "VIEW", written, written, "table", "DROP TABLE"));
            } else if (!drop.ifExists()) {
                draft.say(refusing.error(3701, "drop", "view", written).withState(5));
            }
        }
        if (draft.changesNothing() && !draft.said().isEmpty()) {
            throw new Refusal(draft.said());
        }
        return draft.plan();
    }
}
