package io.emrops.cache;

/** How hard a cache is worked while it is cleared. */
public enum ClearPace {
    /** In small batches, with a rest after each that took the server long: others' requests stay about as fast as they were. */
    CONSIDERATE,
    /** As fast as it goes: others' requests wait several times longer meanwhile. */
    FULL_SPEED
}
