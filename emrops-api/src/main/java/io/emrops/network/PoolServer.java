package io.emrops.network;

import java.util.Objects;

/**
 * A server of a pool, as its load balancer says.
 *
 * @param name what the balancer calls it, such as a slot
 * @param endpoint where it takes connections
 * @param admission whether it is given new sessions, as far as people want it
 * @param health what the balancer's own health checks say
 * @param weight its share of new sessions in relation to the others'; 0 takes no new ones
 * @param sessions how many are open now
 */
public record PoolServer(
        String name, Endpoint endpoint, Admission admission, Health health, int weight, long sessions) {
    public PoolServer {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(admission, "admission");
        Objects.requireNonNull(health, "health");
    }

    /** What somebody wants of a server. */
    public enum Admission {
        /** New sessions go there. */
        READY,
        /** The open sessions go on, and those who are bound to it by a cookie may come back; nobody else. */
        DRAINING,
        /** Nobody goes there. */
        MAINTENANCE
    }

    /** What health checks say. */
    public enum Health {
        UP,
        /** Not yet known, or about to change. */
        CHANGING,
        DOWN,
        /** Nothing checks it. */
        UNCHECKED
    }

    /** Whether new sessions go there now, as far as is known: one whose health is about to change does not count. */
    public boolean serves() {
        return admission == Admission.READY && (health == Health.UP || health == Health.UNCHECKED) && weight > 0;
    }
}
