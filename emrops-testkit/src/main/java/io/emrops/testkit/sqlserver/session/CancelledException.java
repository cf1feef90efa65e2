package io.emrops.testkit.sqlserver.session;

import java.io.IOException;

/** The client does not want the rest of the answer. */
final class CancelledException extends IOException {
    private static final long serialVersionUID = 1L;

    CancelledException() {
        super("the client has cancelled the request");
    }
}
