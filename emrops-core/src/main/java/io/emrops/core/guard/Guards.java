package io.emrops.core.guard;

import io.emrops.OutcomeUnknownException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The guards of an application: one circuit breaker, bulkhead and rate limiter for each target. Providers of the same
 * target that are guarded with equal settings share them.
 *
 * <pre>{@code
 * var guards = Guards.create();
 * BackupProvider sql = guards.guard(BackupProvider.class, sqlServer, GuardSettings.defaults());
 * }</pre>
 *
 * <p>A call that is not let through throws a {@link TargetUnavailableException}: nothing was sent, and a retry may help.
 * Only {@link TargetUnavailableException} and {@link OutcomeUnknownException} count as failures of a target; one that
 * refuses what it is asked is alive. Whatever the provider throws reaches the caller as it was thrown.
 *
 * <p>Safe for use by several threads. Holds a few objects for each target it has seen, and no threads.
 */
public final class Guards {
    private final Clock clock;
    private final ConcurrentMap<Key, TargetGuard> guards = new ConcurrentHashMap<>();

    private record Key(Target target, GuardSettings settings) {}

    private Guards(Clock clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /** No target is known yet. */
    public static Guards create() {
        return create(Clock.systemUTC());
    }

    /** The same; how long a breaker has been open is told by this clock. Rates are counted by the JVM's own. */
    public static Guards create(Clock clock) {
        return new Guards(clock);
    }

    /**
     * The provider with a guard in front of it. {@code target()} always reaches the provider and counts as nothing: who
     * a target is must be answered by the target. What it answered last says whose guard it is; until it has answered
     * once, each call asks for it first. A stream or another open thing that a call returns is not guarded itself.
     *
     * @param type an interface with a method {@code Target target()}
     * @throws IllegalArgumentException if it is not one
     */
    public <P> P guard(Class<P> type, P provider, GuardSettings settings) {
        Objects.requireNonNull(provider, "provider");
        Objects.requireNonNull(settings, "settings");
        if (!type.isInterface()) {
            throw new IllegalArgumentException("Only an interface can be guarded, not " + type.getName());
        }
        var handler = new GuardedCalls(provider, GuardedCalls.targetOf(type), target -> guardOf(target, settings));
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private TargetGuard guardOf(Target target, GuardSettings settings) {
        return guards.computeIfAbsent(new Key(target, settings), key -> new TargetGuard(target, settings, clock));
    }
}
