package io.emrops.runbooks;

import io.emrops.Backoff;
import io.emrops.Check;
import io.emrops.CheckStep;
import io.emrops.InDoubt;
import io.emrops.RunbookBuilder;
import io.emrops.database.Database;
import io.emrops.database.Databases;
import io.emrops.diagnostics.ConnectionPool;
import io.emrops.diagnostics.Diagnostics;
import io.emrops.diagnostics.DiagnosticsProvider;
import io.emrops.diagnostics.IdleSessionRequest;
import io.emrops.diagnostics.Pools;
import io.emrops.diagnostics.Purpose;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What to do when an application gets no connection to its database: who is connected, who blocks whom, what its pool does; then, if that was
 * asked for, idle sessions are found, agreed to by people, and ended; then it is seen whether that was it.
 *
 * <pre>{@code
 * var book = ConnectionTroubleshootingRunbook.of("scheduler-connections", "No connection to the database", sql)
 *         .pool(pool, 80)
 *         .endIdle(IdleSessionRequest.idleFor(ofHours(1)).program("HospitalScheduler").database("HospitalScheduler").build())
 *         .agreedBy("operations", 1)
 *         .answers(database, ofSeconds(2))
 *         .build();
 * }</pre>
 *
 * <p>Nothing is ended without {@link #endIdle}. An idle session of a pool is there on purpose: what is to be put right is mostly the pool.
 */
public final class ConnectionTroubleshootingRunbook extends ReadyMadeRunbook<ConnectionTroubleshootingRunbook> {
    private final DiagnosticsProvider provider;
    private final List<Consumer<RunbookBuilder>> looks = new ArrayList<>();
    private final List<Consumer<RunbookBuilder>> verifications = new ArrayList<>();
    private Optional<IdleSessionRequest> idle = Optional.empty();
    private String group = "";
    private int people;
    private int connections = 80;
    private Duration blocked = Duration.ofSeconds(30);
    private Duration settledWithin = Duration.ofMinutes(1);

    private ConnectionTroubleshootingRunbook(String id, String title, DiagnosticsProvider provider) {
        super(id, title);
        this.provider = Objects.requireNonNull(provider, "provider");
    }

    /** Begins the configuration; see {@link io.emrops.Runbook#define} for id and title. */
    public static ConnectionTroubleshootingRunbook of(String id, String title, DiagnosticsProvider provider) {
        return new ConnectionTroubleshootingRunbook(id, title, provider);
    }

    /**
     * Looks at a pool of this process too, and requires in the end that no more than this share of it is in use.
     *
     * @param percent 1 to 100
     */
    public ConnectionTroubleshootingRunbook pool(ConnectionPool pool, int percent) {
        var id = "pool-" + (looks.size() + 1);
        looks.add(rb -> rb.verify(id, "What the pool is doing", Pools.reported(pool)));
        verifications.add(
                rb -> settled(rb.verify(id + "-after", "The pool has room", Pools.usedAtMost(pool, percent))));
        return this;
    }

    /** Ends idle sessions that this request means. Those of other programs, of the server itself and with open transactions are left alone. */
    public ConnectionTroubleshootingRunbook endIdle(IdleSessionRequest request) {
        idle = Optional.of(request);
        return this;
    }

    /**
     * Asks these people before sessions are ended; they see which. Whoever starts the run has no vote.
     *
     * @param atLeast how many of them
     */
    public ConnectionTroubleshootingRunbook agreedBy(String group, int atLeast) {
        this.group = Objects.requireNonNull(group, "group");
        people = atLeast;
        return this;
    }

    /**
     * What share of the server's connections may be in use in the end; 80 without this.
     *
     * @param percent 1 to 100
     */
    public ConnectionTroubleshootingRunbook connectionsAtMost(int percent) {
        connections = percent;
        return this;
    }

    /** How long a session may wait for another in the end; 30 seconds without this. */
    public ConnectionTroubleshootingRunbook blockedAtMost(Duration atMost) {
        blocked = Objects.requireNonNull(atMost, "atMost");
        return this;
    }

    /** How long the verifications are repeated, until all has settled; a minute without this. Zero looks once. */
    public ConnectionTroubleshootingRunbook settledWithin(Duration atMost) {
        settledWithin = Objects.requireNonNull(atMost, "atMost");
        return this;
    }

    /** Requires in the end that the database answers in this time, over a new connection. */
    public ConnectionTroubleshootingRunbook answers(Database database, Duration atMost) {
        return verify("answers", "The database answers", Databases.answersWithin(database, atMost));
    }

    /** A verification of one's own, behind the others. */
    public ConnectionTroubleshootingRunbook verify(String id, String title, Check check) {
        verifications.add(rb -> settled(rb.verify(id, title, check)));
        return this;
    }

    @Override
    ConnectionTroubleshootingRunbook self() {
        return this;
    }

    @Override
    void write(RunbookBuilder rb) {
        // Nothing that is done here is to be taken back, so a failed run is just that.
        rb.withoutAutomaticUndo();
        writeBefore(rb, "Before the look");
        rb.section("What there is");
        rb.require(
                "permissions",
                "The login may look",
                Diagnostics.permitted(provider, idle.isPresent() ? Purpose.SESSIONS : Purpose.STATE));
        rb.verify("connected", "Who is connected", Diagnostics.connectionsReported(provider));
        rb.verify("blocking", "Who waits for whom", Diagnostics.blockingReported(provider));
        looks.forEach(part -> part.accept(rb));
        idle.ifPresent(request -> writeEnding(rb, request));
        rb.section("Verification");
        settled(rb.verify(
                "room", "The server has room for connections", Diagnostics.connectionsAtMost(provider, connections)));
        settled(rb.verify("unblocked", "Nobody waits for long", Diagnostics.blockedAtMost(provider, blocked)));
        verifications.forEach(part -> part.accept(rb));
        writeAfter(rb);
    }

    private void settled(CheckStep step) {
        if (!settledWithin.isZero()) {
            step.within(settledWithin);
        }
    }

    private void writeEnding(RunbookBuilder rb, IdleSessionRequest request) {
        rb.section("Idle sessions");
        rb.note(
                "A session of a pool is idle on purpose, and an application that finds it ended fails a request: look for the "
                        + "pool's idle timeout, and for connections that are not given back. Sessions with an open transaction are "
                        + "never ended here.");
        writeProtections(rb);
        var found = rb.step("idle", "Find idle sessions", Diagnostics.idleSessions(provider, request))
                .attempts(3, Backoff.exponential(Duration.ofSeconds(5)))
                .inDoubt(InDoubt.rerun());
        if (people > 0) {
            rb.approval("agree", "They may be ended").by(group).atLeast(people).notTheStarter();
        }
        var ended = rb.step("end", "End them", Diagnostics.endIdleSessions(provider, request, found))
                .attempts(3, Backoff.exponential(Duration.ofSeconds(5)))
                .inDoubt(InDoubt.rerun());
        rb.verify("ended", "They are gone", Diagnostics.ended(ended));
    }
}
