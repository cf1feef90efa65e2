package io.emrops;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.backup.Backup;
import io.emrops.backup.BackupProvider;
import io.emrops.backup.Backups;
import io.emrops.cache.CacheManager;
import io.emrops.cache.CacheSettings;
import io.emrops.cache.Caches;
import io.emrops.cache.ClearPace;
import io.emrops.cache.ClearScope;
import io.emrops.cache.EvictionPolicy;
import io.emrops.database.Database;
import io.emrops.database.Databases;
import io.emrops.deploy.Deployer;
import io.emrops.deploy.Deployments;
import io.emrops.deploy.ImagePolicy;
import io.emrops.deploy.Patcher;
import io.emrops.deploy.Patches;
import io.emrops.deploy.RestartRequest;
import io.emrops.dns.DnsRecords;
import io.emrops.dns.DnsUpdater;
import io.emrops.dns.RecordSet;
import io.emrops.dns.RecordType;
import io.emrops.notice.Notice;
import io.emrops.notice.Notices;
import io.emrops.notice.Notifier;
import io.emrops.recovery.Recoveries;
import io.emrops.recovery.RecoveryProvider;
import io.emrops.replication.ReadReplicas;
import io.emrops.replication.ReadScale;
import io.emrops.replication.ReplicaFailover;
import io.emrops.replication.Replications;
import io.emrops.scaling.Capacity;
import io.emrops.scaling.Resources;
import io.emrops.scaling.Scaler;
import io.emrops.scaling.Scalings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OperationsOfTheApiTest {
    private final BackupProvider sql = Handmade.untouchable(BackupProvider.class);
    private final Deployer compose = Handmade.untouchable(Deployer.class);
    private final Patcher patcher = Handmade.untouchable(Patcher.class);
    private final Database database = Handmade.untouchable(Database.class);
    private final Notifier mail = Handmade.untouchable(Notifier.class);

    @Test
    void describing_a_step_or_a_check_used_to_ask_the_target_who_it_is() {
        var described = new ArrayList<String>();

        Runbook.define("all", "All operations", rb -> {
            var version = rb.param("version", String.class);
            for (Operation<?> operation : List.of(
                    Backups.full(sql, "EMRNext"),
                    Backups.scheduledFull(sql, "EMRNext"),
                    Backups.differential(sql, "EMRNext"),
                    Backups.log(sql, "EMRNext"),
                    Backups.newest(sql, "EMRNext", Backup.Kind.DIFFERENTIAL),
                    Backups.withId(sql, "EMRNext", version),
                    Deployments.pull(compose, "2.1.0"),
                    Deployments.pull(compose, version),
                    Deployments.rollOut(compose, "2.1.0"),
                    Deployments.rollOut(compose, version),
                    Deployments.rollingUpdate(compose, "2.1.0"),
                    Deployments.rollingUpdate(compose, version),
                    Deployments.restart(compose, "api"),
                    Deployments.restart(compose, RestartRequest.atOnce("api")),
                    Deployments.restart(compose, RestartRequest.forced("api")),
                    Deployments.recreate(compose),
                    Deployments.stop(compose),
                    Deployments.start(compose),
                    Patches.updates(patcher),
                    Patches.prune(patcher, ImagePolicy.keep(3, Duration.ofDays(14))),
                    Patches.prune(patcher, ImagePolicy.keep(1, Duration.ZERO).evenIfOnlyHere()),
                    Notices.send(mail, new Notice("stakeholders", "Maintenance begins", "")))) {
                described.add(operation.describe());
            }
            described.add(Deployments.allServicesWell(compose).describe());
            var updates = rb.step("updates", "Look", Patches.updates(patcher));
            described.add(Patches.patch(patcher, updates).describe());
            described.add(Patches.rollingPatch(patcher, updates).describe());
            described.add(Patches.noUpdates(patcher).describe());
            described.add(Patches.servicesCurrent(patcher).describe());
            described.add(Patches.updatesReported(patcher).describe());
            described.add(Patches.allKnown(updates).describe());
            described.add(
                    Databases.answersWithin(database, Duration.ofMillis(500)).describe());
            var backup = rb.step("backup", "Back up", Backups.full(sql, "EMRNext"));
            described.add(Backups.readsBack(sql, backup).describe());
            described.add(Backups.verifiedFullBackupWithin(sql, "EMRNext", Duration.ofHours(36))
                    .describe());
            described.add(Backups.notOlderThan(backup, Duration.ofHours(26)).describe());
            described.add(Backups.listed(sql, "EMRNext", Duration.ofDays(7)).describe());
            described.add(Backups.hasBase(sql, "EMRNext").describe());
            var test = rb.step("test", "Test", Backups.testRestore(sql, backup));
            described.add(Backups.testRestore(sql, backup).describe());
            described.add(Backups.passed(test).describe());
            described.add(Backups.restoredWithin(test, Duration.ofHours(4)).describe());
        });

        assertThat(described)
                .containsExactly(
                        "Full backup of EMRNext",
                        "Full backup of the schedule of EMRNext",
                        "Differential backup of EMRNext",
                        "Log backup of EMRNext",
                        "Find the newest differential backup of EMRNext",
                        "Find backup {version} of EMRNext",
                        "Fetch version 2.1.0 without touching what runs",
                        "Fetch version {version} without touching what runs",
                        "Roll out version 2.1.0",
                        "Roll out version {version}",
                        "Roll out version 2.1.0, rolling",
                        "Roll out version {version}, rolling",
                        "Restart service api",
                        "Restart service api, all instances at once",
                        "Kill all instances of service api and start them again",
                        "Remove all services and create them again as they are",
                        "Stop all services and keep them as they are",
                        "Start all services as they were, and wait until they are well",
                        "Ask the registries for newer images of the services and of what they were built on",
                        "Remove the application's images, except those in use, those of the last 3 releases, those younger than 14 d, those that no registry has",
                        "Remove the application's images, except those in use, those of the last release",
                        "Tell stakeholders: Maintenance begins",
                        "All services run and are well",
                        "Start the services again from the newer images that were found, one service after the other",
                        "Start the services again from the newer images that were found, one service after the other, rolling",
                        "No newer images are known for what runs",
                        "All services run what their images' names stand for",
                        "What registries have for what runs is told",
                        "What registries have is known of all images",
                        "The database answers within 500 ms",
                        "The backup can be read back and is whole",
                        "There is a verified full backup of EMRNext not older than 1 d 12 h",
                        "The backup is not older than 1 d 2 h",
                        "The backups of EMRNext of the last 7 d are listed",
                        "There is a full backup of EMRNext to build on",
                        "Restore the backup to a database of its own, check that, and remove it",
                        "The backup was restored and found sound",
                        "Restoring and checking took no longer than 4 h");
    }

    @Test
    void so_it_is_for_a_recovery() {
        var recovery = Handmade.untouchable(RecoveryProvider.class);
        var described = new ArrayList<String>();

        Runbook.define("recovery", "Recovery", rb -> {
            var moment = rb.param("moment", Instant.class);
            var plan = rb.step("plan", "Plan", Recoveries.planInPlace(recovery, "EMRNext", moment));
            var secured = rb.step("secure", "Secure", Recoveries.secure(recovery, plan));
            for (Operation<?> operation : List.of(
                    Recoveries.planInPlace(recovery, "EMRNext", moment),
                    Recoveries.planBeside(recovery, "EMRNext", moment, "Look"),
                    Recoveries.secure(recovery, plan),
                    Recoveries.restore(recovery, plan, secured),
                    Recoveries.open(recovery, plan, secured))) {
                described.add(operation.describe());
            }
            described.add(
                    Recoveries.canReachInPlace(recovery, "EMRNext", moment).describe());
            described.add(Recoveries.canReachBeside(recovery, "EMRNext", moment, "Look")
                    .describe());
            described.add(Recoveries.isSound(recovery, "EMRNext").describe());
        });

        assertThat(described)
                .containsExactly(
                        "Plan the recovery of EMRNext to {moment}",
                        "Plan the recovery of EMRNext to {moment} as Look",
                        "Close the database to its users and back up the end of its log",
                        "Restore the backups of the plan up to the moment, and leave the database closed",
                        "Open the database, if it is at the moment",
                        "The state of EMRNext of {moment} can be restored",
                        "The state of EMRNext of {moment} can be restored",
                        "The integrity of EMRNext is checked");
    }

    @Test
    void so_it_is_for_caches() {
        var cache = Handmade.untouchable(CacheManager.class);
        var second = Duration.ofSeconds(1);
        var described = new ArrayList<String>();

        Runbook.define("cache", "Cache", rb -> {
            var before = rb.step("measure", "Measure", Caches.measureHitRate(cache, second));
            described.add(Caches.measureHitRate(cache, second).describe());
            described.add(Caches.clear(cache, ClearScope.keys("page:*")).describe());
            described.add(Caches.clear(cache, ClearScope.database(1), ClearPace.FULL_SPEED)
                    .describe());
            described.add(
                    Caches.clear(cache, ClearScope.wholeServer(Set.of(3, 0))).describe());
            described.add(Caches.configure(cache, CacheSettings.of(DataSize.mib(64), EvictionPolicy.ALLKEYS_LRU))
                    .describe());
            described.add(Caches.hitRate(cache, 0.8, second).describe());
            described.add(Caches.recovered(cache, before, 0.9, second).describe());
            described.add(Caches.memoryBelow(cache, DataSize.gib(1)).describe());
        });

        assertThat(described)
                .containsExactly(
                        "Measure for 1 s how often the cache has what it is asked for",
                        "Remove keys page:* of database 0",
                        "Remove all keys of database 1, at full speed",
                        "Remove all keys of the server, which are in databases 0, 3",
                        "Limit the cache to 64 MiB, allkeys-lru",
                        "For 1 s at least 80 % of the look-ups find something",
                        "For 1 s the hit rate is at least 90 % of what it was before",
                        "The cache takes less than 1 GiB");
    }

    @Test
    void so_it_is_for_scaling() {
        var scaler = Handmade.untouchable(Scaler.class);
        var described = new ArrayList<String>();

        Runbook.define("scaling", "Scaling", rb -> {
            var count = rb.param("count", Integer.class);
            var limits = Resources.unlimited().cpus("1.5").memory(DataSize.mib(512));
            described.add(Scalings.scale(scaler, "api", 5).describe());
            described.add(Scalings.scale(scaler, "api", 1).describe());
            described.add(Scalings.scale(scaler, "api", count).describe());
            described.add(Scalings.resize(scaler, "api", limits).describe());
            described.add(Scalings.hasReplicas(scaler, "api", 5).describe());
            rb.step("scale", "Scale", Scalings.scale(scaler, "api", count));
            described.add(
                    Scalings.hasCapacity(scaler, "api", new Capacity(5, limits)).describe());
        });

        assertThat(described)
                .containsExactly(
                        "Scale service api to 5 replicas",
                        "Scale service api to 1 replica",
                        "Scale service api to {count} replicas",
                        "Limit each instance of service api to 1.5 processors, 512 MiB",
                        "Service api has 5 replicas",
                        "Service api has 5 replicas of 1.5 processors, 512 MiB");
    }

    @Test
    void so_it_is_for_names() {
        var dns = Handmade.untouchable(DnsUpdater.class);
        var siteA = RecordSet.a("emrnext.hospital.example", Duration.ofMinutes(5), "10.1.0.7");
        var siteB = RecordSet.a("emrnext.hospital.example", Duration.ofMinutes(1), "10.2.0.7");
        var described = new ArrayList<String>();

        Runbook.define("names", "Names", rb -> {
            var old = rb.step("old", "Old", DnsRecords.current(dns, "emrnext.hospital.example", RecordType.A));
            for (Operation<?> operation : List.of(
                    DnsRecords.current(dns, "emrnext.hospital.example", RecordType.A),
                    DnsRecords.add(dns, siteA),
                    DnsRecords.replace(dns, siteA, siteB),
                    DnsRecords.replace(dns, old, siteB),
                    DnsRecords.remove(dns, siteA))) {
                described.add(operation.describe());
            }
            described.add(DnsRecords.servedByAll(dns, siteB).describe());
            described.add(DnsRecords.servedByNone(dns, "x.hospital.example", RecordType.TXT)
                    .describe());
            described.add(DnsRecords.seenByResolver(dns, siteB).describe());
            described.add(DnsRecords.pointsTo(dns, "portal.hospital.example", "FD00::07")
                    .describe());
        });

        assertThat(described)
                .containsExactly(
                        "Look up emrnext.hospital.example A at the zone's server",
                        "emrnext.hospital.example A: not there → 10.1.0.7, TTL 300 s",
                        "emrnext.hospital.example A: 10.1.0.7, TTL 300 s → 10.2.0.7, TTL 60 s",
                        "emrnext.hospital.example A: {old} → 10.2.0.7, TTL 60 s",
                        "emrnext.hospital.example A: 10.1.0.7, TTL 300 s → not there",
                        "All authoritative servers have emrnext.hospital.example A: 10.2.0.7, TTL 60 s",
                        "No authoritative server has x.hospital.example TXT",
                        "The resolver tells emrnext.hospital.example A: 10.2.0.7",
                        "portal.hospital.example leads to fd00::7");
    }

    @Test
    void so_it_is_for_replication() {
        var group = Handmade.untouchable(ReplicaFailover.class);
        var readers = Handmade.untouchable(ReadReplicas.class);
        var described = List.of(
                ReadScale.add(readers, "sql-b").describe(),
                ReadScale.remove(readers, "sql-b").describe(),
                ReadScale.answersReads(readers, "sql-b").describe(),
                Replications.possibleLoss(group, "sql-b").describe(),
                Replications.failOver(group, "sql-a", "sql-b").describe(),
                Replications.force(group, "sql-b", in -> {
                            throw new AssertionError("nobody asks");
                        })
                        .describe(),
                Replications.resume(group, "sql-a").describe(),
                Replications.healthy(group).describe(),
                Replications.reported(group).describe(),
                Replications.lagWithin(group, Duration.ofHours(1)).describe(),
                Replications.lagWithin(group, "sql-b", Duration.ofHours(1)).describe(),
                Replications.isPrimary(group, "sql-b").describe(),
                Replications.canFailOver(group, "sql-a", "sql-b").describe(),
                Replications.lossTold(group, "sql-b").describe());

        assertThat(described)
                .containsExactly(
                        "Let readers by intent read from sql-b",
                        "Let nobody read from sql-b",
                        "sql-b answers those who intend to read",
                        "Note what a forced failover to sql-b would lose",
                        "Fail over from sql-a to sql-b, with nothing lost",
                        "Fail over to sql-b by force, with the loss that was accepted",
                        "Let sql-a follow the primary again; what only it has is lost for good",
                        "There is one primary that takes changes, and all other replicas follow it",
                        "How the replicas are is told",
                        "No replica is more than 1 h behind",
                        "sql-b is no more than 1 h behind",
                        "sql-b is primary and takes changes",
                        "sql-b could take over from sql-a with nothing lost",
                        "What a forced failover to sql-b would lose is told");
    }
}
