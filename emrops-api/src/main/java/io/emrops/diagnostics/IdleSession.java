package io.emrops.diagnostics;

import java.time.Instant;
import java.util.Objects;

/**
 * A session that does nothing.
 *
 * @param id its number, which belongs to another session when this one has ended
 * @param identity by which the system tells it from another of the same number
 * @param program as it calls itself; empty if it does not
 * @param host of the client, as it calls itself; empty if it does not
 * @param login as whom it came in
 * @param database in which it is
 * @param idleSince when it did something last, by the system's clock
 */
public record IdleSession(
        int id, String identity, String program, String host, String login, String database, Instant idleSince) {
    public IdleSession {
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(program, "program");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(login, "login");
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(idleSince, "idleSince");
    }

    /** In one line. */
    @Override
    public String toString() {
        return "session " + id + " of " + (program.isEmpty() ? "a program without a name" : program) + " on "
                + (host.isEmpty() ? "a host without a name" : host) + " as " + login + " in " + database
                + ", idle since " + idleSince;
    }
}
