package io.emrops.testkit.sqlserver.session;

import java.io.IOException;

/** The server has said its last word in this session. */
class SessionEndedException extends IOException {
    private static final long serialVersionUID = 1L;

    SessionEndedException(String why) {
        super(why);
    }
}
