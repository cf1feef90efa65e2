package io.emrops.sqlserver.restore;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;

/**
 * How recoveries are carried out.
 *
 * @param tailDirectory where the ends of logs are backed up to, on the server's machine; empty for the server's own directory of backups
 * @param zone of the server, if it is known
 * @param headersRead whether the files of a plan are looked at before it is believed
 * @param attempts how often something is tried that somebody else is in the way of, or that the connection is lost in
 * @param pause between two attempts
 */
public record RecoverySettings(
        Optional<String> tailDirectory, Optional<ZoneId> zone, boolean headersRead, int attempts, Duration pause) {
    public RecoverySettings {
        Objects.requireNonNull(tailDirectory, "tailDirectory");
        Objects.requireNonNull(zone, "zone");
        if (attempts < 1) {
            throw new IllegalArgumentException("Something is tried once or more often, not " + attempts + " times");
        }
        if (pause.isNegative()) {
            throw new IllegalArgumentException("A pause is not negative: " + pause);
        }
    }
}
