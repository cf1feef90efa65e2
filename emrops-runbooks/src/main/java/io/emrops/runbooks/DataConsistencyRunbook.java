package io.emrops.runbooks;

import io.emrops.Backoff;
import io.emrops.Check;
import io.emrops.Finding;
import io.emrops.InDoubt;
import io.emrops.RunbookBuilder;
import io.emrops.backup.BackupProvider;
import io.emrops.backup.Backups;
import io.emrops.maintenance.Integrity.Depth;
import io.emrops.maintenance.Invariant;
import io.emrops.maintenance.Maintenance;
import io.emrops.maintenance.MaintenanceProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Whether a database is whole, and whether what the hospital says of its data is true. A second form mends what is not, by the hospital's own
 * steps.
 *
 * <pre>{@code
 * var weekly = DataConsistencyRunbook.of("emrnext-consistency", "Check EMRNext", sql, "EMRNext")
 *         .invariant(Invariant.of("every admission has a patient", "SELECT COUNT(*) FROM …"))
 *         .build();
 * var mend = DataConsistencyRunbook.repairing("emrnext-repair", "Repair EMRNext", sql, backups, "EMRNext")
 *         .invariant(Invariant.of("every admission has a patient", "SELECT COUNT(*) FROM …"))
 *         .approval("go", "The records office agrees", "records", 1)
 *         .repair(rb -> rb.step("orphans", "Move orphaned admissions away", moveOrphans))
 *         .build();
 * }</pre>
 *
 * <p>Damaged pages are not repaired: what is lost with them is not known, so the database is {@linkplain RecoveryRunbook recovered}. A repair
 * begins only on a database that is whole and breaks an invariant, when people agree, behind a backup that was read back.
 */
public final class DataConsistencyRunbook extends ReadyMadeRunbook<DataConsistencyRunbook> {
    private static final Backoff BACKOFF = Backoff.exponential(Duration.ofSeconds(5));

    private final MaintenanceProvider provider;
    private final String database;
    /** Empty where nothing is repaired. */
    private final Optional<BackupProvider> backups;

    private final List<Invariant> invariants = new ArrayList<>();
    private final List<Consumer<RunbookBuilder>> repairs = new ArrayList<>();
    private Depth depth = Depth.FULL;
    private boolean approved;

    private DataConsistencyRunbook(
            String id, String title, MaintenanceProvider provider, String database, Optional<BackupProvider> backups) {
        super(id, title);
        this.provider = Objects.requireNonNull(provider, "provider");
        this.database = Objects.requireNonNull(database, "database");
        this.backups = backups;
    }

    /** Begins the configuration of a check, which changes nothing; see {@link io.emrops.Runbook#define} for id and title. */
    public static DataConsistencyRunbook of(String id, String title, MaintenanceProvider provider, String database) {
        return new DataConsistencyRunbook(id, title, provider, database, Optional.empty());
    }

    /** The same of a repair. It needs an invariant, an approval and a step that repairs. */
    public static DataConsistencyRunbook repairing(
            String id, String title, MaintenanceProvider provider, BackupProvider backups, String database) {
        return new DataConsistencyRunbook(id, title, provider, database, Optional.of(backups));
    }

    /** How deeply the database is checked; fully, if nobody says otherwise. */
    public DataConsistencyRunbook depth(Depth choice) {
        depth = Objects.requireNonNull(choice, "choice");
        return this;
    }

    /** Something that has to be true of the data. */
    public DataConsistencyRunbook invariant(Invariant invariant) {
        invariants.add(Objects.requireNonNull(invariant, "invariant"));
        return this;
    }

    @Override
    public DataConsistencyRunbook approval(String id, String title, String group, int atLeast) {
        approved = true;
        return super.approval(id, title, group, atLeast);
    }

    /**
     * Steps that repair. They say themselves how they are undone: they are, if the invariants do not hold afterwards.
     *
     * @throws IllegalStateException if this is a check
     */
    public DataConsistencyRunbook repair(Consumer<RunbookBuilder> steps) {
        if (backups.isEmpty()) {
            throw new IllegalStateException("A check repairs nothing; begin with repairing");
        }
        repairs.add(Objects.requireNonNull(steps, "steps"));
        return this;
    }

    @Override
    DataConsistencyRunbook self() {
        return this;
    }

    @Override
    void write(RunbookBuilder rb) {
        if (backups.isPresent()) {
            if (invariants.isEmpty() || repairs.isEmpty() || !approved) {
                throw new IllegalStateException("A repair needs an invariant, an approval and a step that repairs");
            }
            writeRepair(rb, backups.get());
        } else {
            writeCheck(rb);
        }
    }

    private void writeCheck(RunbookBuilder rb) {
        rb.withoutAutomaticUndo();
        writeBefore(rb, "Before the check");
        rb.section("Check");
        writeProtections(rb);
        rb.verify("pages", "No bad page is known", Maintenance.noSuspectPages(provider, database));
        var integrity = rb.step(
                        "integrity", "Check the database", Maintenance.checkIntegrity(provider, database, depth))
                .attempts(3, BACKOFF)
                .inDoubt(InDoubt.rerun());
        rb.verify("sound", "The database is whole", Maintenance.isSound(integrity));
        if (invariants.isEmpty()) {
            rb.note("What is in the rows is not checked: this runbook knows no invariants.");
        } else {
            rb.verify("invariants", "The data is as it has to be", Maintenance.allHold(provider, database, invariants));
        }
        writeAfter(rb);
    }

    private void writeRepair(RunbookBuilder rb, BackupProvider backedUpBy) {
        rb.section("What is broken");
        rb.note("A database with damaged pages is recovered, not repaired: this runbook stops there.");
        rb.require("pages", "No bad page is known", Maintenance.noSuspectPages(provider, database));
        var integrity = rb.step(
                        "integrity", "Check the database", Maintenance.checkIntegrity(provider, database, depth))
                .attempts(3, BACKOFF)
                .inDoubt(InDoubt.rerun());
        rb.require("sound", "The database is whole", Maintenance.isSound(integrity));
        rb.require("broken", "There is something to repair", somethingIsBroken());
        writeBefore(rb, "Before the repair");
        rb.section("Backup");
        writeProtections(rb);
        var backup = rb.step("backup", "Back up the database", Backups.full(backedUpBy, database))
                .attempts(3, BACKOFF)
                .inDoubt(InDoubt.probe());
        rb.require("backup-whole", "The backup can be read back", Backups.readsBack(backedUpBy, backup));
        rb.section("Repair");
        repairs.forEach(part -> part.accept(rb));
        rb.section("Verification");
        rb.verify("invariants", "The data is as it has to be", Maintenance.allHold(provider, database, invariants));
        writeAfter(rb);
    }

    private Check somethingIsBroken() {
        var allHold = Maintenance.allHold(provider, database, invariants);
        return Check.of("At least one invariant is broken", run -> {
            var found = allHold.check(run);
            return new Finding(!found.ok(), found.text(), found.details());
        });
    }
}
