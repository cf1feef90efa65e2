package io.emrops.deploy;

/** How what runs is replaced by what is wanted. */
public enum Rollout {
    /** All instances of a service in one go; the service does not answer for as long as the new ones need to become well. */
    AT_ONCE,
    /**
     * Service by service: new instances run beside the old ones, which go when the new ones are well and are given work. What a
     * platform cannot run twice is replaced one instance at a time, and previews say so. For a while both versions work side by
     * side, which not every version can.
     */
    ROLLING
}
