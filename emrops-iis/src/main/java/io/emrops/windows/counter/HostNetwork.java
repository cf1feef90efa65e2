package io.emrops.windows.counter;

import java.util.Objects;

/**
 * The traffic of a network interface, on average over the sample. A team of interfaces and its members each tell the same bytes, so a sum over
 * interfaces may count twice.
 *
 * @param name as its counter has it, which is not what {@code ipconfig} shows
 * @param receivedPerSecond in bytes
 * @param sentPerSecond in bytes
 */
public record HostNetwork(String name, double receivedPerSecond, double sentPerSecond) {
    public HostNetwork {
        Objects.requireNonNull(name, "name");
        if (!(receivedPerSecond >= 0) || !(sentPerSecond >= 0)) {
            throw new IllegalArgumentException("Bytes per second are not negative");
        }
    }
}
