package io.emrops.testkit.sqlserver.protocol;

import java.io.IOException;

/** What the client sent is not TDS 7.4, or a part of it that this server does not know. */
public final class ProtocolException extends IOException {
    private static final long serialVersionUID = 1L;

    /** With what is wrong. */
    public ProtocolException(String message) {
        super(message);
    }
}
