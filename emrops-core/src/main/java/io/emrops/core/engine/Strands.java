package io.emrops.core.engine;

import io.emrops.RunState;
import io.emrops.core.engine.Worker.Wait;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The strands of a run that have not ended. For the run, under its lock. */
final class Strands {
    private final Set<Strand> strands = new LinkedHashSet<>();

    void add(Strand strand) {
        strands.add(strand);
    }

    void remove(Strand strand) {
        strands.remove(strand);
    }

    boolean none() {
        return strands.isEmpty();
    }

    void wakeAll() {
        List.copyOf(strands).forEach(Strand::wake);
    }

    /** What they add up to: a run is at work while one of them is, and waits when all of them do. */
    RunState state() {
        var doubt = false;
        for (var strand : strands) {
            var wait = strand.waiting();
            if (wait.isEmpty() || wait.get() == Wait.TIMER) {
                return RunState.RUNNING;
            }
            doubt |= wait.get() == Wait.DOUBT;
        }
        return strands.isEmpty() ? RunState.RUNNING : doubt ? RunState.IN_DOUBT : RunState.WAITING;
    }
}
