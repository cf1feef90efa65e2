package io.emrops.sqlserver.restore;

import io.emrops.PreconditionFailedException;
import io.emrops.Target;
import io.emrops.recovery.RecoveryPlan;
import io.emrops.sqlserver.history.Headers;
import io.emrops.sqlserver.history.MsdbHistory;
import io.emrops.sqlserver.server.ServerFacts;
import io.emrops.sqlserver.session.Sessions;
import io.emrops.sqlserver.session.ShortQueries;
import io.emrops.sqlserver.statement.ServerPath;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Set;

/**
 * The instance of SQL Server that recoveries are carried out on.
 *
 * @param sessions with it
 * @param facts about it, and no other: whatever is asked, is asked of it
 * @param settings for all recoveries
 */
record Instance(Sessions sessions, ServerFacts facts, RecoverySettings settings) {
    private static final Duration HEADERS_WITHIN = Duration.ofMinutes(5);

    ShortQueries queries() {
        return sessions.queries().on(facts.identity());
    }

    ServerDatabases databases() {
        return new ServerDatabases(queries());
    }

    MsdbHistory history() {
        return new MsdbHistory(queries(), zone());
    }

    Headers headers() {
        return new Headers(queries().within(HEADERS_WITHIN), zone());
    }

    /** The server's own, or what it is ahead of UTC now. */
    ZoneId zone() {
        return settings.zone().orElseGet(() -> now().getOffset());
    }

    OffsetDateTime now() {
        return queries()
                .find(
                        "the server's time",
                        "SELECT SYSDATETIMEOFFSET() AS server_time",
                        row -> row.offsetTime("server_time").orElseThrow())
                .orElseThrow();
    }

    Target target(String database) {
        return facts.target(database);
    }

    /** On this server no database was ever a secondary replica, unless there may be availability groups. */
    Set<String> primaries() {
        return facts.hadr() ? Set.of() : Set.of(facts.name());
    }

    /** @throws IllegalArgumentException if it is no path to a file on the server's disks */
    ServerPath path(String text) {
        return new ServerPath(facts.platform(), text);
    }

    /** Since when changes of a database are in no backup, in words. */
    String sinceLastBackup(ServerDatabase database) {
        return history().ownSets(database.name()).stream()
                .filter(set -> database.family().map(set.family()::equals).orElse(true))
                .map(set -> set.finishedAt().toInstant())
                .max(Comparator.naturalOrder())
                .map(last -> "since its last backup, of " + last + ",")
                .orElse("in it");
    }

    /** @throws PreconditionFailedException if the plan was made on another server: a listener may lead to this one since */
    void requireOf(RecoveryPlan plan) {
        var server = PlanDetails.of(plan).server();
        if (!server.equals(facts.identity().text())) {
            throw new PreconditionFailedException(
                    "The plan for " + plan.request().database() + " was made on the server " + server
                            + ", and the connection leads to "
                            + facts.identity().text()
                            + ". Nothing was changed there; connect to the other one, or plan anew",
                    null,
                    target(plan.request().result()));
        }
    }

    /** How far a recovery by this plan has come. */
    Standing standing(RecoveryPlan plan) {
        var name = plan.request().result();
        var databases = databases();
        var restored = databases.restoresTo(name, PlanDetails.of(plan).restoresBefore());
        return new Standing(databases.find(name), restored);
    }
}
