package io.emrops.windows;

import java.time.Instant;
import java.util.Objects;

/**
 * What a Windows host says of itself.
 *
 * @param machineGuid of its installation; copies of a disk that were not prepared by sysprep share it
 * @param computerName its NetBIOS name
 * @param osVersion as in {@code 10.0.20348.0}
 * @param administrator whether we are one there
 * @param time by its clock, when it was asked
 */
public record MachineIdentity(
        String machineGuid, String computerName, String osVersion, boolean administrator, Instant time) {
    public MachineIdentity {
        Objects.requireNonNull(machineGuid, "machineGuid");
        Objects.requireNonNull(computerName, "computerName");
        Objects.requireNonNull(osVersion, "osVersion");
        Objects.requireNonNull(time, "time");
    }
}
