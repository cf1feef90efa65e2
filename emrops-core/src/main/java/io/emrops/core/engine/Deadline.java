package io.emrops.core.engine;

import io.emrops.core.history.RunHistory;
import io.emrops.core.time.Durations;
import io.emrops.spi.TimeSource;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How long a run may take from its start. It takes effect between two steps, and not on an undo. */
final class Deadline {
    private final LiveRun run;
    private final Optional<Duration> limit;
    private TimeSource.@Nullable Timer timer;

    Deadline(LiveRun run, Optional<Duration> limit) {
        this.run = run;
        this.limit = limit;
    }

    /** Stops the run when its time is up, which may be at once. */
    void watch() {
        if (limit.isEmpty()) {
            return;
        }
        var until = run.journal().look(RunHistory::started).at().plus(limit.get());
        var left = Duration.between(run.clock().now(), until);
        if (left.isNegative() || left.isZero()) {
            stop();
        } else {
            timer = run.time().schedule(left, () -> run.execute(this::late));
        }
    }

    void cancel() {
        if (timer != null) {
            timer.cancel();
        }
    }

    private void late() {
        if (!run.status().state().ended() && !run.undo().isUnderWay()) {
            stop();
        }
    }

    private void stop() {
        run.stopping().failed("", "the run took longer than its deadline of " + Durations.words(limit.orElseThrow()));
    }
}
