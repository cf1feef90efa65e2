package io.emrops.iis;

import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * How an application pool is to be.
 *
 * @param runtimeVersion of the .NET Framework, as in {@code v4.0}; empty for no managed code, as for Node and .NET Core
 * @param integrated whether its pipeline is the integrated one; otherwise it is the classic one
 * @param alwaysRunning whether its worker processes start with it, and not with the first request
 * @param idleTimeout after which a worker process without requests ends; zero for never; whole minutes, at most 30 days
 */
public record PoolSettings(String runtimeVersion, boolean integrated, boolean alwaysRunning, Duration idleTimeout) {
    private static final Pattern VERSION = Pattern.compile("(v[0-9]+(\\.[0-9]+)*)?");
    private static final Duration LONGEST = Duration.ofDays(30);

    public PoolSettings {
        Objects.requireNonNull(runtimeVersion, "runtimeVersion");
        Objects.requireNonNull(idleTimeout, "idleTimeout");
        if (!VERSION.matcher(runtimeVersion).matches()) {
            throw new IllegalArgumentException("A version of the runtime is written as in v4.0, or empty");
        }
        if (idleTimeout.isNegative()
                || idleTimeout.compareTo(LONGEST) > 0
                || !idleTimeout.equals(Duration.ofMinutes(idleTimeout.toMinutes()))) {
            throw new IllegalArgumentException("An idle timeout is whole minutes, at most 30 days: " + idleTimeout);
        }
    }

    /** For applications that are no .NET Framework: no managed code, always running, never idle. */
    public static PoolSettings unmanaged() {
        return new PoolSettings("", true, true, Duration.ZERO);
    }

    /** For applications of .NET Framework 4: the integrated pipeline, started by the first request, idle after 20 minutes. */
    public static PoolSettings dotNetFramework() {
        return new PoolSettings("v4.0", true, false, Duration.ofMinutes(20));
    }
}
