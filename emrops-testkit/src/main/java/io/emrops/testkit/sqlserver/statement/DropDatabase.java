package io.emrops.testkit.sqlserver.statement;

import java.util.List;

/** {@code DROP DATABASE}, also of a snapshot ("DROP DATABASE (Transact-SQL)"). */
public record DropDatabase(boolean ifExists, List<String> names) implements AdminStatement {
    /** Copies the list. */
    public DropDatabase {
        names = List.copyOf(names);
    }
}
