package io.emrops.testkit.sqlserver.engine;

import java.sql.SQLException;

/** The engine has failed where no statement of a client is to blame. */
final class EngineFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The cause's text may hold data of patients: it stays behind. */
    EngineFailure(SQLException cause) {
        super("the engine failed: H2 code " + cause.getErrorCode());
    }
}
