package io.emrops.sqlserver.backup;

import io.emrops.PreconditionFailedException;
import io.emrops.Target;
import io.emrops.sqlserver.history.Headers;
import io.emrops.sqlserver.history.MsdbHistory;
import io.emrops.sqlserver.server.ServerFacts;
import io.emrops.sqlserver.session.DedicatedSession;
import io.emrops.sqlserver.session.Sessions;
import io.emrops.sqlserver.session.ShortQueries;
import io.emrops.sqlserver.statement.ServerPath;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all operations of this room work with.
 *
 * @param facts of the server, and no other: whatever is asked, is asked of it
 */
public record Surroundings(Sessions sessions, ServerFacts facts, BackupSettings settings) {
    private static final Logger LOG = LoggerFactory.getLogger(Surroundings.class);

    /** Reading a header takes longer than a query: the tape of a large file is wound through. */
    private static final Duration HEADER = Duration.ofMinutes(10);

    ShortQueries queries() {
        return sessions.queries().about(facts.target()).on(facts.identity());
    }

    /**
     * A session for something long.
     *
     * @throws PreconditionFailedException if it leads to another server by now
     */
    DedicatedSession dedicated() {
        var session = sessions.dedicated();
        try {
            session.requireOn(facts.identity(), target());
            return session;
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    Target target() {
        return facts.target();
    }

    MsdbHistory history() {
        return new MsdbHistory(queries(), zone());
    }

    Headers headers() {
        return new Headers(queries().within(HEADER), zone());
    }

    ZoneId zone() {
        return settings.zone.orElse(facts.offset());
    }

    /** By the server's clock. */
    OffsetDateTime now() {
        return queries()
                .find(
                        "the server's time",
                        "SELECT SYSDATETIMEOFFSET() AS server_time",
                        row -> row.offsetTime("server_time").orElseThrow())
                .orElseThrow();
    }

    /** Whether something lies there; empty if the server does not say. */
    Optional<Boolean> exists(ServerPath file) {
        return facts.majorVersion() >= 14
                ? queries()
                        .find(
                                "a file",
                                "SELECT file_exists FROM sys.dm_os_file_exists(?)",
                                row -> row.flag("file_exists").orElse(false),
                                file.path())
                : queries()
                        .find(
                                "a file",
                                "EXEC master.sys.xp_fileexist ?",
                                row -> row.flag("File Exists").orElse(false),
                                file.path());
    }

    void warn(String warning) {
        LOG.warn("{}", warning);
        try {
            settings.warnings.accept(warning);
        } catch (RuntimeException e) {
            LOG.warn("A listener to warnings failed", e);
        }
    }

    void stalled(String what, Duration silence) {
        LOG.warn("{}: the server has said nothing for {} s", what, silence.toSeconds());
        settings.stalled.accept(what, silence);
    }

    PreconditionFailedException refused(String message) {
        return new PreconditionFailedException(message, null, target());
    }

    PreconditionFailedException refused(String message, @Nullable Throwable cause) {
        return new PreconditionFailedException(message, cause, target());
    }
}
