package io.emrops.windows.counter;

/**
 * A counter as the host has it, with the clocks of the same moment.
 *
 * @param base what it is a share or an average of; empty if it has none
 */
record RawCounter(
        String value,
        String base,
        String perfTime,
        String perfFrequency,
        String systemTime,
        String objectTime,
        String objectFrequency) {}
