package io.emrops.diagnostics;

import java.time.Duration;
import java.util.Objects;

/**
 * A pool of connections at one moment.
 *
 * @param active connections that are lent out
 * @param idle connections that are not
 * @param waiting threads that wait for one
 * @param minimum how many the pool keeps, idle ones included
 * @param maximum how many it makes at most
 * @param connectionTimeout how long a thread waits for one
 * @param idleTimeout how long one may be idle; zero if without end
 * @param maxLifetime how old one may become; zero if without end
 */
public record PoolState(
        int active,
        int idle,
        int waiting,
        int minimum,
        int maximum,
        Duration connectionTimeout,
        Duration idleTimeout,
        Duration maxLifetime) {
    public PoolState {
        Objects.requireNonNull(connectionTimeout, "connectionTimeout");
        Objects.requireNonNull(idleTimeout, "idleTimeout");
        Objects.requireNonNull(maxLifetime, "maxLifetime");
        if (maximum < 1) {
            throw new IllegalArgumentException("A pool makes at least one connection, not " + maximum);
        }
    }

    /** The share of the maximum that is lent out, in percent. */
    public double percent() {
        return 100.0 * active / maximum;
    }

    /** In one line. */
    @Override
    public String toString() {
        return active + " of " + maximum + " connections in use, " + idle + " idle, " + waiting + " waiting";
    }
}
