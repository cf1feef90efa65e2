package io.emrops.runbooks;

import io.emrops.Backoff;
import io.emrops.Check;
import io.emrops.InDoubt;
import io.emrops.RunbookBuilder;
import io.emrops.core.time.Durations;
import io.emrops.maintenance.Maintenance;
import io.emrops.maintenance.MaintenanceProvider;
import io.emrops.maintenance.MaintenanceRequest;
import io.emrops.maintenance.MaintenanceRequest.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Statistics are made anew and indexes put in order, as far as they are due and the time goes.
 *
 * <pre>{@code
 * var nightly = DatabaseOptimisationRunbook.of("emrnext-optimise", "Optimise EMRNext", sql,
 *                 MaintenanceRequest.byFragmentation("EMRNext").timeLimit(Duration.ofHours(2)).build())
 *         .window(MaintenanceWindow.daily("01:00", "04:00", newYork))
 *         .build();
 * }</pre>
 *
 * <p>What is left when the time is over is told and fails nothing: it is due in the next run. A run whose process dies is gone on with
 * where the database stands, and nothing is done twice.
 */
public final class DatabaseOptimisationRunbook extends ReadyMadeRunbook<DatabaseOptimisationRunbook> {
    private static final Backoff BACKOFF = Backoff.exponential(Duration.ofSeconds(30));

    private final MaintenanceProvider provider;
    private final MaintenanceRequest request;
    private final List<Consumer<RunbookBuilder>> verifications = new ArrayList<>();
    private boolean complete;

    private DatabaseOptimisationRunbook(
            String id, String title, MaintenanceProvider provider, MaintenanceRequest request) {
        super(id, title);
        this.provider = Objects.requireNonNull(provider, "provider");
        this.request = Objects.requireNonNull(request, "request");
    }

    /** Begins the configuration; see {@link io.emrops.Runbook#define} for id and title. */
    public static DatabaseOptimisationRunbook of(
            String id, String title, MaintenanceProvider provider, MaintenanceRequest request) {
        return new DatabaseOptimisationRunbook(id, title, provider, request);
    }

    /** Fails the run if anything that was due is left. */
    public DatabaseOptimisationRunbook complete() {
        complete = true;
        return this;
    }

    /** A verification of one's own, behind the others. */
    public DatabaseOptimisationRunbook verify(String id, String title, Check check) {
        verifications.add(rb -> rb.verify(id, title, check));
        return this;
    }

    @Override
    DatabaseOptimisationRunbook self() {
        return this;
    }

    @Override
    void write(RunbookBuilder rb) {
        // What is in order stays so: a failed run is just that.
        rb.withoutAutomaticUndo();
        writeBefore(rb, "Before the maintenance");
        rb.section("Maintenance");
        writeNotes(rb);
        writeProtections(rb);
        rb.require("pages", "No bad page is known", Maintenance.noSuspectPages(provider, request.database()));
        var report = rb.step("maintain", "Do what is due", Maintenance.maintain(provider, request))
                .attempts(3, BACKOFF)
                .inDoubt(InDoubt.rerun());
        rb.section("Verification");
        if (complete) {
            rb.verify("done", "All is done", Maintenance.nothingLeft(report));
        } else {
            rb.verify("done", "Nothing failed", Maintenance.nothingFailed(report));
        }
        verifications.forEach(part -> part.accept(rb));
        writeAfter(rb);
    }

    private void writeNotes(RunbookBuilder rb) {
        rb.note("What was done within the last " + Durations.words(request.cycle()) + " is not due. "
                + request.timeLimit()
                        .map(limit ->
                                "What is not done within " + Durations.words(limit) + " is left for the next run.")
                        .orElse("There is no limit to the time it takes."));
        rb.note("Nothing more is begun when the log of the database is fuller than " + request.logUsedAtMost()
                + " percent.");
        if (request.scope() == Scope.EVERYTHING) {
            rb.note("Every rebuild goes through the log, to its backups and to replicas: see that there is room.");
        }
        if (request.scope() != Scope.STATISTICS) {
            rb.note(
                    request.offlineAllowed()
                            ? "Where the edition cannot rebuild beside other work, nobody can use a table while it is rebuilt."
                            : "No table is locked for a rebuild. What can only be rebuilt so is reorganised, or left out and told.");
        }
    }
}
