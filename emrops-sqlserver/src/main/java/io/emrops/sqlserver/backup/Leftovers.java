package io.emrops.sqlserver.backup;

import io.emrops.StepFailedException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Finds and removes what restore tests have left. */
public final class Leftovers {
    private final Surroundings here;

    /** Looks there. */
    public Leftovers(Surroundings here) {
        this.here = here;
    }

    /** The scratch databases that are older than this: one that is younger may be in use. */
    public List<Leftover> olderThan(Duration age) {
        var now = here.now();
        var zone = here.settings().zone.orElse(now.getOffset());
        return here
                .queries()
                .list(
                        "scratch databases",
                        "SELECT name FROM sys.databases WHERE name LIKE ? ESCAPE N'\\'",
                        row -> row.text("name").orElseThrow(),
                        Names.SCRATCH_PREFIX.replace("_", "\\_") + "%")
                .stream()
                .filter(Names::isScratch)
                .map(name -> ScratchDatabase.read(here.queries(), name))
                .flatMap(Optional::stream)
                .filter(scratch ->
                        scratch.created().atZone(zone).toOffsetDateTime().isBefore(now.minus(age)))
                .map(scratch -> new Leftover(
                        scratch.name(),
                        scratch.state(),
                        scratch.created().atZone(zone).toOffsetDateTime(),
                        scratch.doubts()))
                .toList();
    }

    /**
     * Drops it, if it is still there and certainly one of ours.
     *
     * @throws StepFailedException if it, or a file of it, is still there
     * @throws io.emrops.TargetUnavailableException if the server cannot be asked
     */
    public void remove(Leftover leftover) throws InterruptedException {
        var left = new ScratchRemoval(here).removeNow(leftover.database());
        if (!left.isEmpty()) {
            throw new StepFailedException(left, null, here.target(), null);
        }
    }
}
