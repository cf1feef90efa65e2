package io.emrops.logs;

import java.time.Instant;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * Something that happened to an instance of a service, as the platform tells it. Holds no text that the service wrote.
 *
 * @param at when, by the platform's clock
 * @param service which service
 * @param instance which instance of it, such as the name of a container
 * @param kind what happened
 * @param exitCode with which it ended; empty for what is no end, or if that is not known
 */
public record ServiceEvent(Instant at, String service, String instance, Kind kind, OptionalLong exitCode) {
    public ServiceEvent {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(instance, "instance");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(exitCode, "exitCode");
    }

    /** What happened. */
    public enum Kind {
        /** It was started, the first time or again. */
        STARTED,
        /** It was restarted on request; an end and a start are told too. */
        RESTARTED,
        /** It was sent a signal. */
        SIGNALLED,
        /** A process of it was ended because memory ran out. */
        OUT_OF_MEMORY,
        /** It ended. */
        DIED,
        /** Its health check says that it is well. */
        HEALTHY,
        /** Its health check says that it is not well. */
        UNHEALTHY
    }
}
