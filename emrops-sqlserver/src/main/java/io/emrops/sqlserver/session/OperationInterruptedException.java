package io.emrops.sqlserver.session;

import java.util.Objects;

/** The thread was interrupted while a long statement ran. The statement was cancelled, and this says what came of that. */
public final class OperationInterruptedException extends InterruptedException {
    private static final long serialVersionUID = 1L;

    private final transient OperationResult result;

    OperationInterruptedException(OperationResult result) {
        super("Interrupted; the statement: " + result.outcome());
        this.result = Objects.requireNonNull(result, "result");
    }

    /** What came of the statement: it may have ended before the cancellation came. */
    public OperationResult result() {
        return result;
    }
}
