package io.emrops.core.engine;

import io.emrops.core.history.RunRecord;
import io.emrops.event.RunEvent;
import io.emrops.spi.Leases;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Takes a lock for the run, waiting for it if somebody else has it. */
final class LockWorker implements Worker {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final LiveRun run;
    private final Strand strand;
    private final String path;
    private final SortedSet<String> names;
    private boolean waiting;

    LockWorker(LiveRun run, Strand strand, String path, SortedSet<String> names) {
        this.run = run;
        this.strand = strand;
        this.path = path;
        this.names = names;
    }

    @Override
    public Progression go() {
        if (run.journal().look(h -> h.locks().containsAll(names))) {
            return Progression.PASSED;
        }
        var now = run.clock().now();
        var answer = strand.outside(() -> run.leases().acquire(names, run.holder(path)));
        if (answer instanceof Leases.Acquisition.Refused refused) {
            if (!waiting) {
                waiting = true;
                var text = "waits for lock \"" + refused.by().lock() + "\", " + words(refused.by());
                run.journal()
                        .write(new RunRecord.Waiting(now, path, text), new RunEvent.Waiting(run.id(), now, path, text));
            }
            strand.wakeIn(LOOK_AGAIN);
            return Progression.parked(Wait.OUTSIDE);
        }
        if (waiting) {
            run.journal().add(new RunRecord.WaitEnded(now, path));
        }
        run.journal().write(new RunRecord.LocksTaken(now, List.copyOf(names)));
        return Progression.PASSED;
    }

    /** What a run holds, be it that it died before it could write down what it took. */
    static TreeSet<String> all(Leases leases, String runId, Set<String> journalled) {
        var all = new TreeSet<>(journalled);
        leases.held().stream()
                .filter(held -> held.holder().runId().equals(runId))
                .forEach(held -> all.add(held.lock()));
        return all;
    }

    /** Who has a lock, for a person who wants to know whom to call. */
    static String words(Leases.Held held) {
        return "held by run " + held.holder().runId() + " of " + held.holder().runbookId() + " at "
                + held.holder().stepPath() + " since "
                + held.holder().since() + " (" + held.process()
                + (held.alive() ? "" : ", no longer alive: resume, undo or abandon that run")
                + ")";
    }
}
