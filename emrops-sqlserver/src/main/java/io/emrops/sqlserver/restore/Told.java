package io.emrops.sqlserver.restore;

import io.emrops.EmropsException;
import io.emrops.OutcomeUnknownException;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;

/** Errors that say in which state they leave a database: what the server says of a statement does not. */
final class Told {
    private Told() {}

    /**
     * The same, with the state. What was refused has not changed anything, but what came before it has.
     *
     * @param state as a sentence
     */
    static EmropsException with(String state, EmropsException e) {
        var message = e.getMessage() + ". " + state;
        var target = e.target().orElse(null);
        if (e instanceof OutcomeUnknownException) {
            return new OutcomeUnknownException(message, e, target);
        }
        if (e instanceof TargetUnavailableException) {
            return new TargetUnavailableException(message, e, target);
        }
        var code = e instanceof StepFailedException failed ? failed.vendorCode().orElse(null) : null;
        return new StepFailedException(message, e, target, code);
    }

    static InterruptedException with(String state, InterruptedException e) {
        var told = new InterruptedException(e.getMessage() + ". " + state);
        told.initCause(e);
        return told;
    }
}
