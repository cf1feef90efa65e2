package io.emrops.sqlserver.diagnostics;

import io.emrops.PreconditionFailedException;
import io.emrops.Target;
import io.emrops.sqlserver.server.ServerFacts;
import io.emrops.sqlserver.session.DedicatedSession;
import io.emrops.sqlserver.session.Row;
import io.emrops.sqlserver.session.Sessions;
import io.emrops.sqlserver.session.ShortQueries;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;

/**
 * What all who look work with.
 *
 * @param facts of the server, and no other: whatever is asked, is asked of it
 * @param queries for what is asked
 */
public record Look(Sessions sessions, ServerFacts facts, ShortQueries queries) {
    /** Over connections of the pool. */
    public Look(Sessions sessions, ServerFacts facts) {
        this(sessions, facts, sessions.queries().about(facts.target()).on(facts.identity()));
    }

    /** Over another connection. */
    Look over(DedicatedSession session) {
        return new Look(sessions, facts, session.queries(target()));
    }

    /** A session of one's own, with this server and no other. */
    DedicatedSession dedicated() {
        return sessions.dedicated(facts.identity(), target());
    }

    Target target() {
        return facts.target();
    }

    /** By the server's clock, with the offset that it has now. */
    OffsetDateTime now() {
        return queries()
                .find(
                        "the server's time",
                        "SELECT SYSDATETIMEOFFSET() AS server_time",
                        row -> row.offsetTime("server_time").orElseThrow())
                .orElseThrow();
    }

    PreconditionFailedException refused(String message) {
        return new PreconditionFailedException(message, null, target());
    }

    /** Local times of the server's own, of the last hours. */
    static Instant instant(LocalDateTime local, ZoneOffset offset) {
        return local.toInstant(offset);
    }

    /** Names that clients give themselves, on one line. */
    static String name(Row row, String column) throws SQLException {
        return printable(row.text(column));
    }

    static String printable(Optional<String> name) {
        return name.map(Look::printable).orElse("");
    }

    static String printable(String name) {
        return name.replaceAll("\\p{Cntrl}|[\\u2028\\u2029\\u0085]", " ").strip();
    }

    /** Whether names that differ in case are names of two. If the server does not say, they are. */
    boolean isCaseSensitive() {
        return queries()
                .find(
                        "the collation of the server",
                        "SELECT CAST(SERVERPROPERTY('Collation') AS nvarchar(128)) AS collation_name",
                        row -> row.text("collation_name").orElse(""))
                .filter(name -> name.toUpperCase(Locale.ROOT).contains("_CI_"))
                .isEmpty();
    }
}
