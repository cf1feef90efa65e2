package io.emrops.windows.counter;

/** What the value of a counter is a number of. */
public enum CounterUnit {
    /** Things, bytes too. */
    COUNT,
    /** Things in a second. */
    PER_SECOND,
    /** A share: 1 is all. Of time on several processors, more is possible. */
    SHARE,
    /** Seconds. */
    SECONDS
}
