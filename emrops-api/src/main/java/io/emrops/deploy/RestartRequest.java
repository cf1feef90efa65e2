package io.emrops.deploy;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A restart that is asked for. Containers, images and settings stay what they are.
 *
 * @param service which service
 * @param manner how its instances are restarted
 * @param grace how long each may take to end before it is killed; empty for what its own definition says
 */
public record RestartRequest(String service, Manner manner, Optional<Duration> grace) {
    public RestartRequest {
        if (Objects.requireNonNull(service, "service").isBlank()) {
            throw new IllegalArgumentException("A restart is that of a service");
        }
        Objects.requireNonNull(manner, "manner");
        if (Objects.requireNonNull(grace, "grace").filter(Duration::isNegative).isPresent()) {
            throw new IllegalArgumentException("The time to end is not negative: " + grace.get());
        }
        if (manner == Manner.FORCED && grace.isPresent()) {
            throw new IllegalArgumentException("What is killed has no time to end");
        }
    }

    /** How the instances of a service are restarted. */
    public enum Manner {
        /** One instance after the other, each asked to end; the next one waits until the one before is well. */
        ROLLING,
        /** All instances together, each asked to end. */
        AT_ONCE,
        /** All instances together, killed without being asked. */
        FORCED
    }

    /** One instance after the other, so that with several of them the service goes on. */
    public static RestartRequest rolling(String service) {
        return new RestartRequest(service, Manner.ROLLING, Optional.empty());
    }

    /** All instances together, in the order: stop signal, time to end, start. The service is interrupted. */
    public static RestartRequest atOnce(String service) {
        return new RestartRequest(service, Manner.AT_ONCE, Optional.empty());
    }

    /** All instances are killed and started, as for a service that hangs. Work that is under way is lost. */
    public static RestartRequest forced(String service) {
        return new RestartRequest(service, Manner.FORCED, Optional.empty());
    }

    /**
     * The same with a time to end of its own for each instance, in place of the one that its definition gives it.
     *
     * @throws IllegalArgumentException if it is negative, or the instances are killed anyhow
     */
    public RestartRequest grace(Duration time) {
        return new RestartRequest(service, manner, Optional.of(time));
    }

    /** What this does to so many replicas, in one line for previews. */
    public String foretell(int replicas) {
        var all = replicas == 1 ? "the one replica" : "all " + replicas + " replicas";
        return "service " + service + ": "
                + switch (manner) {
                    case ROLLING ->
                        "restarted as it is, "
                                + (replicas == 1
                                        ? "interrupted, as there is one replica only"
                                        : "one of " + replicas + " replicas after the other");
                    case AT_ONCE -> all + " restarted together, interrupted";
                    case FORCED -> all + " killed and started again, interrupted";
                };
    }
}
