package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.expression.Typed;
import io.emrops.testkit.sqlserver.type.Column;

/**
 * A column of a query.
 *
 * @param name as SQL Server gives it; empty if it has none
 * @param value its text is the column's in the select list
 * @param identity whether it is the identity column of one table
 */
record Output(String name, Typed value, boolean identity) {
    Column column() {
        return new Column(name, value.type(), value.nullable(), identity);
    }

    Output named(String newName) {
        return new Output(newName, value, identity);
    }
}
