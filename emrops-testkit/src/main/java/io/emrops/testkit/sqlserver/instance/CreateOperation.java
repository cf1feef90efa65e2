package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.statement.CreateDatabase;
import io.emrops.testkit.sqlserver.statement.FileSpec;
import java.util.ArrayList;
import java.util.List;

/** {@code CREATE DATABASE} ("CREATE DATABASE (Transact-SQL)"): on files of its own; nothing is attached, and there are no snapshots. */
final class CreateOperation {
    private static final long PAGES = 1024;

    private final Instance instance;
    private final Caller caller;
    private final CreateDatabase create;

    CreateOperation(Instance instance, Caller caller, CreateDatabase create) {
        this.instance = instance;
        this.caller = caller;
        this.create = create;
    }

    Outcome run() throws Refusal {
        if (caller.inTransaction()) {
            throw instance.refusal(226, "CREATE DATABASE");
        }
        new Authorization(instance, caller).requireCreate();
        if (DatabaseRegister.isSystem(create.name())
                || instance.database(create.name()).isPresent()) {
            throw instance.refusal(1801, create.name());
        }
        if (create.attachment().isPresent() || create.snapshotOf().isPresent()) {
            throw new IllegalArgumentException("this instance attaches nothing and has no snapshots");
        }
        var files = files();
        var problems = new ArrayList<SqlError>();
        for (var file : files) {
            if (instance.disk().at(file.path()).isPresent()) {
                problems.add(instance.message(5170, file.path()));
            }
        }
        if (!problems.isEmpty()) {
            problems.add(0, instance.message(1802));
            throw new Refusal(problems);
        }
        instance.register().create(create.name(), files).owner(caller.login());
        return Outcome.silent();
    }

    private List<DatabaseFile> files() {
        var chosen = DatabaseFile.chosenFor(create.name());
        var files = new ArrayList<DatabaseFile>();
        for (var group : create.fileGroups()) {
            for (var spec : group.files()) {
                files.add(file(files.isEmpty() ? 1 : files.size() + 2, DatabaseFile.Type.ROWS, spec, chosen.get(0)));
            }
        }
        if (files.isEmpty()) {
            files.add(chosen.get(0));
        }
        if (create.log().isEmpty()) {
            files.add(1, chosen.get(1));
        } else {
            files.add(1, file(2, DatabaseFile.Type.LOG, create.log().get(0), chosen.get(1)));
        }
        return files;
    }

    private static DatabaseFile file(int id, DatabaseFile.Type type, FileSpec spec, DatabaseFile otherwise) {
        return new DatabaseFile(id, type, spec.name(), spec.path().orElse(otherwise.path()), PAGES);
    }
}
