package io.emrops.diagnostics;

import io.emrops.Check;
import io.emrops.Finding;
import io.emrops.internal.Words;
import java.util.List;
import java.util.Locale;

/**
 * Checks over a {@link ConnectionPool}.
 *
 * <pre>{@code
 * rb.verify("pool", "The pool has room", Pools.usedAtMost(pool, 80)).within(Duration.ofMinutes(1));
 * }</pre>
 */
public final class Pools {
    private Pools() {}

    /**
     * No more than this share of the pool is lent out, and nobody waits.
     *
     * @param percent 1 to 100
     */
    public static Check usedAtMost(ConnectionPool pool, int percent) {
        if (percent < 1 || percent > 100) {
            throw new IllegalArgumentException("A share is 1 to 100 percent, not " + percent);
        }
        return Check.of("At most " + percent + "% of the pool is in use, and nobody waits for a connection", run -> {
            var state = pool.state();
            var ok = state.percent() <= percent && state.waiting() == 0;
            return new Finding(
                    ok, pool.target().name() + ": " + state + ", " + share(state.percent()), settings(state));
        });
    }

    /** What the pool is doing and how it is set; always ok, for a look before something is done. */
    public static Check reported(ConnectionPool pool) {
        return Check.of("What the pool is doing is told", run -> {
            var state = pool.state();
            return new Finding(true, pool.target().name() + ": " + state, settings(state));
        });
    }

    /** The pool is set to these sizes. */
    public static Check sized(ConnectionPool pool, int minimum, int maximum) {
        return Check.of("The pool keeps " + minimum + " connections and makes at most " + maximum, run -> {
            var state = pool.state();
            var ok = state.minimum() == minimum && state.maximum() == maximum;
            return new Finding(
                    ok,
                    pool.target().name() + " keeps " + state.minimum() + " and makes at most " + state.maximum(),
                    settings(state));
        });
    }

    private static List<String> settings(PoolState state) {
        return List.of("waits " + Words.of(state.connectionTimeout()) + " for a connection, ends idle ones after "
                + (state.idleTimeout().isZero() ? "no time at all" : Words.of(state.idleTimeout()))
                + " and all after "
                + (state.maxLifetime().isZero() ? "no time at all" : Words.of(state.maxLifetime())));
    }

    static String share(double percent) {
        return String.format(Locale.ROOT, "%.0f%%", percent);
    }
}
