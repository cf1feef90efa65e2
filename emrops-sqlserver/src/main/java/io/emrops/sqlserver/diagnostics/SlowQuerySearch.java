package io.emrops.sqlserver.diagnostics;

import io.emrops.diagnostics.QueryDetails;
import io.emrops.diagnostics.SlowQueries;
import io.emrops.diagnostics.SlowQueryRequest;
import io.emrops.sqlserver.statement.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Finds slow queries in the Query Store where it is on, else in memory. */
public final class SlowQuerySearch {
    private final Look look;

    /** Asks nothing yet. */
    public SlowQuerySearch(Look look) {
        this.look = look;
    }

    /** See {@link io.emrops.diagnostics.DiagnosticsProvider#slowQueries}. */
    public SlowQueries find(SlowQueryRequest request) {
        Needed.require(look, Needed.STATE);
        var database = existing(request.database());
        return source(database).find(request, look.now());
    }

    /** See {@link io.emrops.diagnostics.DiagnosticsProvider#details}. */
    public void details(SlowQueries found, Consumer<QueryDetails> each) {
        Needed.require(look, Needed.STATE);
        var database = existing(found.database());
        var source = found.source() == SlowQueries.Source.STORE
                ? new QueryStore(look, database, new QueryStore.State(2, 0))
                : new PlanCache(look, database, List.of());
        found.queries().forEach(query -> each.accept(source.details(query)));
    }

    /** In the server's own spelling. */
    private Identifier existing(String database) {
        return look.queries()
                .find(
                        "the database",
                        "SELECT d.name, d.state_desc FROM sys.databases AS d WHERE d.name = ?",
                        row -> {
                            if (!row.text("state_desc").orElse("").equals("ONLINE")) {
                                throw look.refused("The database " + database + " is "
                                        + row.text("state_desc").orElse("not known"));
                            }
                            return Identifier.of(row.text("name").orElseThrow());
                        },
                        Identifier.of(database).name())
                .orElseThrow(() -> look.refused("There is no database " + database + " on "
                        + look.facts().name()));
    }

    private QuerySource source(Identifier database) {
        var state = QueryStore.state(look, database);
        if (state.filter(QueryStore.State::isReadable).isPresent()) {
            return new QueryStore(look, database, state.get());
        }
        var reasons = new ArrayList<String>();
        reasons.add("The Query Store of " + database.name()
                + (state.map(QueryStore.State::number).orElse(0) == 3 ? " is in error" : " is off")
                + ": only the plans that are still in memory are known");
        reasons.add(
                "Numbers are of the whole life of a plan, and plans are thrown out of memory and lost at a restart");
        return new PlanCache(look, database, reasons);
    }
}
