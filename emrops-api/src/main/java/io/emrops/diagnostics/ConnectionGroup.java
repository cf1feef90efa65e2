package io.emrops.diagnostics;

import io.emrops.internal.Words;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Sessions that have all of this in common.
 *
 * @param program as it calls itself; empty if it does not
 * @param host of the client, as it calls itself; empty if it does not
 * @param login as whom they came in
 * @param database in which they are; empty if that cannot be told
 * @param status as the system calls it, such as {@code sleeping}
 * @param sessions how many
 * @param withTransaction how many of them have a transaction open
 * @param longestIdle how long the longest of those that do nothing has done nothing; empty if all are working
 */
public record ConnectionGroup(
        String program,
        String host,
        String login,
        String database,
        String status,
        int sessions,
        int withTransaction,
        Optional<Duration> longestIdle) {
    public ConnectionGroup {
        Objects.requireNonNull(program, "program");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(login, "login");
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(longestIdle, "longestIdle");
    }

    /** In one line. */
    @Override
    public String toString() {
        return sessions + " " + status + ": " + (program.isEmpty() ? "a program without a name" : program) + " on "
                + (host.isEmpty() ? "a host without a name" : host) + " as " + login
                + (database.isEmpty() ? "" : " in " + database)
                + (withTransaction == 0 ? "" : ", " + withTransaction + " with an open transaction")
                + longestIdle.map(idle -> ", idle for up to " + Words.of(idle)).orElse("");
    }
}
