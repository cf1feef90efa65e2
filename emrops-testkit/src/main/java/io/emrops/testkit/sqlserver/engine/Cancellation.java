package io.emrops.testkit.sqlserver.engine;

import java.sql.Connection;
import java.sql.SQLException;
import org.h2.engine.SessionLocal;

/**
 * Has the engine give up what it computes for a statement. The engine remembers a wish that it has not heard, which would end the next statement: so it is told
 * only while there is something to give up, and forgets at the end. Guarded by itself.
 */
final class Cancellation {
    private final SessionLocal inside;
    private boolean wanted;
    private boolean possible;

    Cancellation(Connection connection) throws SQLException {
        this.inside = LiveSessions.inside(connection);
    }

    /** A statement begins that can be given up. */
    synchronized void begin() {
        wanted = false;
        possible = true;
    }

    /** It is to be given up; by any thread. Of a join {@code Statement.cancel} would be heard only at a row that it finds. */
    synchronized void want() {
        wanted = true;
        if (possible) {
            inside.cancel();
        }
    }

    /** What comes now is done to its end. */
    synchronized void suspend() {
        possible = false;
        inside.setQueryTimeout(0);
    }

    /** From here it can be given up again. */
    synchronized void resume() {
        possible = true;
        if (wanted) {
            inside.cancel();
        }
    }
}
