package io.emrops.metrics;

/** What an instance's own health check says. */
public enum Health {
    /** There is none. */
    UNCHECKED,
    /** It has not said yet. */
    STARTING,
    HEALTHY,
    UNHEALTHY
}
