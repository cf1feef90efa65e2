package io.emrops.terminal;

import io.emrops.EmropsException;
import io.emrops.Run;
import io.emrops.RunState;
import java.util.function.Consumer;

/** What Ctrl-C does to a run: the first asks for a cancel, the second leaves the run as it is. */
final class Leaving {
    static final String REASON = "Ctrl-C";

    private final Run run;
    private final String actor;
    private final Consumer<String> say;
    private int times;
    private volatile boolean left;

    /** @param say takes what the operator is told */
    Leaving(Run run, String actor, Consumer<String> say) {
        this.run = run;
        this.actor = actor;
        this.say = say;
    }

    synchronized void interrupted() {
        times++;
        if (times > 1) {
            left = true;
            say.accept(
                    "Left as it is; waiting for the step under way. It can be gone on with: engine.resume(runbook, \""
                            + run.id() + "\"). Ctrl-C once more ends this process at once.");
            return;
        }
        var undoing = run.state() == RunState.UNDOING;
        try {
            run.cancel(actor, REASON);
            say.accept((undoing
                            ? "Cancelled: the undo stops behind the step that is being undone. "
                            : "Cancelled: the step under way is finished, then what was changed is undone. ")
                    + "Ctrl-C again leaves the run as it is, to be gone on with later: engine.resume(runbook, \""
                    + run.id()
                    + "\")");
        } catch (EmropsException | IllegalStateException e) {
            say.accept("Not cancelled: " + e.getMessage() + ". Ctrl-C again leaves the run as it is.");
        }
    }

    boolean left() {
        return left;
    }

    /** Whether the next Ctrl-C is the process's own business. */
    boolean isOver() {
        return left;
    }
}
