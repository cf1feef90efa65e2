package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.catalog.View;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.syntax.BatchParser;
import io.emrops.testkit.sqlserver.syntax.SchemaChange.CreateView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A view where it is used: its query stands there each time, so that it never keeps what its tables no longer are. */
final class ViewRows {
    private static final int TOO_FEW_COLUMNS = 4502;
    private static final int BINDING_ERRORS = 4413;
    private static final int NOT_PLAYED = 50_000;

    private final Translation translation;
    private final Databases.Open database;
    private final View view;

    ViewRows(Translation translation, Databases.Open database, View view) {
        this.translation = translation;
        this.database = database;
        this.view = view;
    }

    /** The view in FROM. */
    From source(List<String> qualifier) throws Refusal {
        if (!database.name().equalsIgnoreCase(translation.surroundings().database())) {
            throw translation.unplayed("use views of another database than the session is in", 0);
        }
        translation.enterTable();
        var rows = rows();
        translation.leaveTable();
        if (rows.columns().size() < view.columns().size()) {
            throw translation.refusal(TOO_FEW_COLUMNS, 0, view.name());
        }
        var alias = translation.alias();
        var named = new ArrayList<Output>();
        for (var i = 0; i < view.columns().size(); i++) {
            named.add(rows.columns().get(i).named(view.columns().get(i).name()));
        }
        return From.of("(" + rows.text() + ") " + alias, new Source(qualifier, alias, ColumnNames.seen(alias, named)));
    }

    private Rowset rows() throws Refusal {
        try {
            var statements = new BatchParser(translation.surroundings().majorVersion()).parse(view.source());
            var create = (CreateView) statements.get(0);
            var tables = CommonTables.of(translation, create.with());
            return new QueryBody(new Site(translation, tables, Optional.empty())).inner(create.query());
        } catch (Refusal e) {
            if (e.errors().get(0).number() == NOT_PLAYED) {
                throw e;
            }
            var errors = new ArrayList<SqlError>(e.errors());
            errors.addAll(translation.refusal(BINDING_ERRORS, 0, view.name()).errors());
            throw new Refusal(errors);
        }
    }
}
