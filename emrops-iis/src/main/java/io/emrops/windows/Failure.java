package io.emrops.windows;

import io.emrops.EmropsException;
import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.windows.wire.TransportException;
import io.emrops.windows.wire.TransportException.Reason;

/** What the end of a connection means for whoever wanted something done. */
final class Failure {
    private Failure() {}

    static EmropsException beforeAnythingRan(Target target, TransportException e) {
        var message = target + " " + e.clause() + "; nothing was done";
        return e.reason() == Reason.REFUSED
                ? new PreconditionFailedException(message, e.getCause(), target)
                : new TargetUnavailableException(message, e.getCause(), target);
    }

    /** The file was beside its place then, and not whole. */
    static EmropsException whileSending(Target target, TransportException e) {
        var message = target + " " + e.clause() + "; the file in its place was not touched";
        return e.reason() == Reason.REFUSED
                ? new StepFailedException(message, e.getCause(), target, null)
                : new TargetUnavailableException(message, e.getCause(), target);
    }

    /** The script had all it needs to begin. */
    static EmropsException inTheMiddle(Target target, PowerShellScript<?, ?> script, TransportException e) {
        var clause = target + " " + e.clause() + " while " + script.id() + " ran";
        return script.reads()
                ? new TargetUnavailableException(clause + ", which changes nothing", e.getCause(), target)
                : new OutcomeUnknownException(
                        clause + ": ask it what became of that before anything else", e.getCause(), target);
    }
}
