package io.emrops.testkit.sqlserver.protocol;

import io.emrops.testkit.sqlserver.fault.Fault;
import java.io.IOException;

/** The answer has come to the place of its fault: everything before it is sent. */
public final class FaultStruckException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Fault.Kind kind;

    FaultStruckException(Fault.Kind kind) {
        super("as was asked for: " + kind);
        this.kind = kind;
    }

    /** What is to happen to the connection. */
    public Fault.Kind kind() {
        return kind;
    }
}
