package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.util.List;

/** A database takes no changes: what was to be committed is undone. */
final class CommitRefused extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<SqlError> errors;

    CommitRefused(Refusal refusal) {
        super(refusal.getMessage(), null, false, false);
        this.errors = refusal.errors();
    }

    /** At least one. */
    List<SqlError> errors() {
        return errors;
    }
}
