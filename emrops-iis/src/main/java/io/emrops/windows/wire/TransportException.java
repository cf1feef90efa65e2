package io.emrops.windows.wire;

import org.jspecify.annotations.Nullable;

/** A host could not be reached, or was lost. The message is safe for an audit trail. */
public final class TransportException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why. */
    public enum Reason {
        /** It does not answer, or takes nothing now. */
        UNREACHABLE,
        /** It answers, and trying again does not help: a login that is refused, a key that is not the known one. */
        REFUSED,
        /** It answered, and then no more. */
        LOST,
        /** The time is up. */
        TIMEOUT
    }

    /**
     * @param message a clause that goes on from the name of the host, as in {@code does not let the user in}
     */
    public TransportException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public TransportException(Reason reason, String message) {
        this(reason, message, null);
    }

    public Reason reason() {
        return reason;
    }

    /** The message, which is always there. */
    public String clause() {
        return String.valueOf(getMessage());
    }
}
