package io.emrops.runbooks;

import io.emrops.Backoff;
import io.emrops.Check;
import io.emrops.InDoubt;
import io.emrops.RunbookBuilder;
import io.emrops.backup.BackupProvider;
import io.emrops.backup.Backups;
import io.emrops.replication.ReplicaFailover;
import io.emrops.replication.ReplicationMonitor;
import io.emrops.replication.Replications;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A full backup, and whether the other site follows: roles, links, and how far it is behind.
 *
 * <pre>{@code
 * var check = ReplicationCheckRunbook.of("emrnext-replication", "Check the other site", sql, "EMRNext", group)
 *         .lagWithin(Duration.ofHours(1))
 *         .tellingLoss(group, "sql-b")
 *         .build();
 * }</pre>
 */
public final class ReplicationCheckRunbook extends ReadyMadeRunbook<ReplicationCheckRunbook> {
    private final BackupProvider backups;
    private final String database;
    private final ReplicationMonitor replicas;
    private final List<Consumer<RunbookBuilder>> verifications = new ArrayList<>();
    private Duration lagWithin = Duration.ofHours(1);
    private Duration followsWithin = Duration.ofMinutes(5);

    private ReplicationCheckRunbook(
            String id, String title, BackupProvider backups, String database, ReplicationMonitor replicas) {
        super(id, title);
        this.backups = Objects.requireNonNull(backups, "backups");
        this.database = Objects.requireNonNull(database, "database");
        this.replicas = Objects.requireNonNull(replicas, "replicas");
    }

    /** Begins the configuration; see {@link io.emrops.Runbook#define} for id and title. */
    public static ReplicationCheckRunbook of(
            String id, String title, BackupProvider backups, String database, ReplicationMonitor replicas) {
        return new ReplicationCheckRunbook(id, title, backups, database, replicas);
    }

    /** How far replicas may be behind (RPO); an hour without this. */
    public ReplicationCheckRunbook lagWithin(Duration most) {
        lagWithin = Objects.requireNonNull(most, "most");
        return this;
    }

    /** How long they may take to be so, as a backup can delay them; five minutes without this. */
    public ReplicationCheckRunbook followsWithin(Duration atMost) {
        followsWithin = Objects.requireNonNull(atMost, "atMost");
        return this;
    }

    /** Writes into the report what a forced failover to a replica would lose. */
    public ReplicationCheckRunbook tellingLoss(ReplicaFailover group, String replica) {
        var id = "loss-" + replica;
        verifications.add(rb ->
                rb.verify(id, "What a forced failover would lose is told", Replications.lossTold(group, replica)));
        return this;
    }

    /** A verification of one's own, such as one at the other site. */
    public ReplicationCheckRunbook verify(String id, String title, Check check) {
        verifications.add(rb -> rb.verify(id, title, check).within(followsWithin));
        return this;
    }

    @Override
    ReplicationCheckRunbook self() {
        return this;
    }

    @Override
    void write(RunbookBuilder rb) {
        writeBefore(rb, "Before the backup");
        rb.section("Backup");
        writeProtections(rb);
        var backup = rb.step("backup", "Back up the database", Backups.scheduledFull(backups, database))
                .attempts(3, Backoff.exponential(Duration.ofSeconds(5)))
                .inDoubt(InDoubt.probe());
        rb.verify("backup-whole", "The backup can be read back", Backups.readsBack(backups, backup));
        rb.section("Replication");
        rb.verify("replicas", "The replicas are looked at", Replications.reported(replicas));
        rb.verify("healthy", "All replicas follow", Replications.healthy(replicas))
                .within(followsWithin);
        rb.verify("lag", "They are near enough", Replications.lagWithin(replicas, lagWithin))
                .within(followsWithin);
        verifications.forEach(part -> part.accept(rb));
        writeAfter(rb);
    }
}
