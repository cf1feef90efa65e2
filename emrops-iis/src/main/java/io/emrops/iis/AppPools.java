package io.emrops.iis;

import io.emrops.Check;
import io.emrops.Done;
import io.emrops.Finding;
import io.emrops.InDoubt;
import io.emrops.Operation;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * Steps and checks over application pools. All steps are safe to repeat, so state {@link InDoubt#rerun}, or {@link InDoubt#probe} for
 * starts and stops. Undone by having the pool run as it did, or not, with Windows too.
 *
 * <pre>{@code
 * rb.step("recycle", "Give the scheduler new processes", AppPools.recycle(iis, "Scheduler"));
 * rb.verify("runs", "It runs", AppPools.running(iis, "Scheduler"));
 * }</pre>
 */
public final class AppPools {
    private AppPools() {}

    /** New worker processes take the place of those there are; a stopped pool is started. See {@link Iis#recyclePool}. */
    public static Operation<Done> recycle(Iis iis, String pool) {
        return new RunOperation(runner(iis, pool), "recycle");
    }

    /** Stops a pool; it does not start with Windows either. See {@link Iis#stopPool}. */
    public static Operation<Done> stop(Iis iis, String pool) {
        return new RunOperation(runner(iis, pool), "stop");
    }

    /** Starts a pool, also with Windows. See {@link Iis#startPool}. */
    public static Operation<Done> start(Iis iis, String pool) {
        return new RunOperation(runner(iis, pool), "start");
    }

    /** A pool is there and started. */
    public static Check running(Iis iis, String pool) {
        var what = runner(iis, pool).name();
        return Check.of(
                "Application pool " + what + " runs",
                run -> iis.pool(what, Set.of())
                        .map(PoolState::state)
                        .map(state -> finding("Application pool " + what, state))
                        .orElseGet(() -> Finding.notOk("There is no application pool " + what)));
    }

    static Finding finding(String what, RunningState state) {
        var text = what + " is " + state.name().toLowerCase(Locale.ROOT);
        return state == RunningState.STARTED ? Finding.ok(text) : Finding.notOk(text);
    }

    private static RunningBefore.Runner runner(Iis iis, String pool) {
        return new RunningBefore.Runner(Objects.requireNonNull(iis, "iis"), "pool", IisNames.requireName("pool", pool));
    }
}
