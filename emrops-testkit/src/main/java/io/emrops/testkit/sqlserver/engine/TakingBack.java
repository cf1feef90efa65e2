package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.translation.EngineStatement;
import io.emrops.testkit.sqlserver.translation.SchemaPlan;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;

/** How the changes of tables that one statement has made are taken back one by one, as long as it is known of each. */
final class TakingBack {
    private final Deque<EngineStatement> undo = new ArrayDeque<>();
    private boolean known = true;

    /** Nothing was done yet. */
    void begin() {
        undo.clear();
        known = true;
    }

    /** This was done. */
    void did(SchemaPlan.Step step) {
        step.undo().ifPresentOrElse(undo::push, () -> known = false);
    }

    boolean isKnown() {
        return known;
    }

    /** Takes back everything, the last first. */
    void run(EngineSession session) throws SQLException {
        while (!undo.isEmpty()) {
            session.execute(undo.pop());
        }
    }
}
