package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.statement.DropDatabase;

/** {@code DROP DATABASE} ("DROP DATABASE (Transact-SQL)"). Its backups and the history of them stay. */
final class DropOperation {
    private final Instance instance;
    private final Caller caller;
    private final DropDatabase drop;

    DropOperation(Instance instance, Caller caller, DropDatabase drop) {
        this.instance = instance;
        this.caller = caller;
        this.drop = drop;
    }

    Outcome run() throws Refusal {
        if (caller.inTransaction()) {
            throw instance.refusal(226, "DROP DATABASE");
        }
        for (var name : drop.names()) {
            if (DatabaseRegister.isSystem(name)) {
                throw instance.refusal(3708, "drop", "database", name, "database");
            }
            var database = instance.database(name);
            if (database.isPresent()) {
                new Authorization(instance, caller).requireDrop(database.get());
                if (database.get().membership().isPresent()) {
                    throw instance.refusal(3752, database.get().name());
                }
                requireUnused(database.get());
                instance.register().remove(database.get());
            } else if (!drop.ifExists()) {
                throw instance.refusal(3701, "drop", "database", name);
            }
        }
        return Outcome.silent();
    }

    private void requireUnused(Database database) throws Refusal {
        if (!instance.occupants().usersOf(database).isEmpty()
                || instance.occupants().isInUse(database, caller)) {
            throw instance.refusal(3702, database.name());
        }
    }
}
