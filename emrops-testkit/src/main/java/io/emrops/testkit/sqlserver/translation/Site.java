package io.emrops.testkit.sqlserver.translation;

import java.util.Optional;

/**
 * Where a query stands.
 *
 * @param commonTables those that it can name
 * @param outer the query around it, whose columns it sees; empty if there is none
 */
record Site(Translation translation, CommonTables commonTables, Optional<Scope> outer) {
    /** The same place, in which the columns of the queries around it cannot be seen. */
    Site alone() {
        return new Site(translation, commonTables, outer.map(Boundary::new));
    }

    /** A query inside of this place. */
    Site inside(Scope scope) {
        return new Site(translation, commonTables, Optional.of(scope));
    }
}
