package io.emrops.examples.guide;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Check;
import io.emrops.DataSize;
import io.emrops.Done;
import io.emrops.Finding;
import io.emrops.InDoubt;
import io.emrops.Operation;
import io.emrops.Progress;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.backup.BackupProvider;
import io.emrops.core.Emrops;
import io.emrops.deploy.Deployer;
import io.emrops.network.Endpoint;
import io.emrops.network.LoadBalancers;
import io.emrops.replication.ForcedFailover;
import io.emrops.replication.LossAccepted;
import io.emrops.replication.PlannedFailover;
import io.emrops.replication.ReplicaFailover;
import io.emrops.runbooks.FailoverRunbook;
import io.emrops.runbooks.ReplicationCheckRunbook;
import io.emrops.sqlserver.SqlServer;
import io.emrops.sqlserver.SqlServerLogShipping;
import io.emrops.testkit.FakeBackupProvider;
import io.emrops.testkit.FakeDeployer;
import io.emrops.testkit.FakeLoadBalancer;
import io.emrops.testkit.FakeReplication;
import io.emrops.testkit.sqlserver.SimulatedSqlServer;
import io.emrops.testkit.sqlserver.instance.LogShipping;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class FailoverTest {
    private static final RunRequest REQUEST = RunRequest.by("m.meier").because("INC-17");

    private final FakeReplication group =
            FakeReplication.availabilityGroup("EMRNext").primary("sql-a").synchronous("sql-b");
    private final FakeDeployer siteA = site("emrnext-a");
    private final FakeDeployer siteB = site("emrnext-b");
    private final FakeLoadBalancer edge = FakeLoadBalancer.of("edge").pool("emrnext", 2);
    private final FakeBackupProvider sql = FakeBackupProvider.of("sql01").database("EMRNext", DataSize.gib(3));

    private static FakeDeployer site(String name) {
        return FakeDeployer.of(name, "api", "web").version("1.0.0").alreadyRunning("1.0.0");
    }

    private static Check port443() {
        return Check.of("Port 443 of site B answers", run -> Finding.ok("it does"));
    }

    private Operation<Done> trafficToB() {
        return LoadBalancers.register(edge, "emrnext", new Endpoint("127.0.2.10", 443), ofMinutes(1));
    }

    // tag::check[]
    Runbook check(BackupProvider sql, ReplicaFailover group) {
        return ReplicationCheckRunbook.of("emrnext-replication", "Check the other site", sql, "EMRNext", group)
                .lagWithin(ofHours(1))
                .tellingLoss(group, "sql-b")
                .build();
    }
    // end::check[]

    // tag::planned[]
    Runbook planned(ReplicaFailover group, BackupProvider sql, Deployer siteA, Deployer siteB) {
        return FailoverRunbook.planned("emrnext-to-b", "EMRNext to site B", group, "sql-a", "sql-b")
                .targets(ofHours(4), ofHours(1)) // RTO, RPO
                .backups(sql, "EMRNext", ofHours(26))
                .approval("go", "The medical director agrees", "direction", 1)
                .formerSite(siteA)
                .newSite(siteB)
                .then("traffic", "Give site B traffic", trafficToB(), InDoubt.rerun())
                .verify("https", "Site B answers", port443())
                .build();
    }
    // end::planned[]

    // tag::forced[]
    Runbook forced(ReplicaFailover group, Deployer siteB) {
        return FailoverRunbook.forced("emrnext-lost-a", "EMRNext to site B without site A", group, "sql-b")
                .targets(ofHours(4), ofHours(1))
                .fencedOutside()
                .newSite(siteB)
                .then("traffic", "Give site B traffic", trafficToB(), InDoubt.rerun())
                .verify("https", "Site B answers", port443())
                .build();
    }
    // end::forced[]

    // tag::request[]
    RunRequest request(ReplicaFailover group) {
        var shown = group.possibleLoss("sql-b");
        System.out.println(shown.told()); // and this is what somebody has to agree to
        return RunRequest.by("m.meier")
                .because("INC-17")
                .with("outage", "2026-03-01T01:30:00Z")
                .with("replica", "sql-b")
                .with("primary", shown.primary().orElse("unknown"))
                .with("held-until", shown.heldUntil().orElseThrow().toString())
                .with("accepted-loss", "PT30M")
                .with("fenced", "its power was cut by d.haus at 02:05");
    }
    // end::request[]

    // tag::back[]
    Runbook back(ReplicaFailover group, Deployer siteA, Deployer siteB) {
        return FailoverRunbook.planned("emrnext-to-a", "EMRNext back to site A", group, "sql-b", "sql-a")
                .resumingFirst(ofHours(2))
                .formerSite(siteB)
                .newSite(siteA)
                .build();
    }
    // end::back[]

    @Test
    void the_replicas_are_checked() throws Exception {
        try (var engine = Emrops.inMemory().build()) {
            var report = engine.start(check(sql, group), REQUEST).await();

            assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        }
    }

    @Test
    void what_would_be_done_is_a_document() {
        assertThat(planned(group, sql, siteA, siteB).toMarkdown()).contains("Fail over from sql-a to sql-b");
    }

    @Test
    void with_shipped_logs_too_somebody_vouches_for_the_site_that_is_gone() throws Exception {
        var shipped = FakeReplication.logShipping("EMRNext").primary("sql-a").asynchronous("sql-b");
        shipped.powerOff("sql-a");
        siteB.stop(Progress.none());
        try (var engine = Emrops.inMemory().build()) {
            var there = engine.start(forced(shipped, siteB), request(shipped)).await();

            assertThat(there.state()).as(there.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
            assertThat(shipped.takingWrites()).containsExactly("sql-b");
        }
    }

    // tag::shipped[]
    ReplicaFailover shipped(SqlServer siteA, SqlServer siteB) {
        return SqlServerLogShipping.of("EMRNext", "sql-a", siteA, "sql-b", siteB);
    }
    // end::shipped[]

    @Test
    void a_shipped_log_is_opened_where_it_was_shipped_to() throws Exception {
        siteB.stop(Progress.none());
        try (var a = SimulatedSqlServer.builder().name("sql-a").start();
                var b = SimulatedSqlServer.builder().name("sql-b").start();
                var toA = SqlServer.of(a.dataSource());
                var toB = SqlServer.of(b.dataSource());
                var engine = Emrops.inMemory().build()) {
            a.createDatabase("EMRNext");
            LogShipping.of(a.instance(), b.instance(), "EMRNext").ship();
            var shipped = shipped(toA, toB);
            a.close();

            var there = engine.start(forced(shipped, siteB), request(shipped)).await();

            assertThat(there.state()).as(there.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
            assertThat(shipped.status().isPrimary("sql-b")).isTrue();
        }
    }

    @Test
    void the_other_site_takes_over_and_gives_back() throws Exception {
        siteB.stop(Progress.none());
        group.powerOff("sql-a");
        try (var engine = Emrops.inMemory().build()) {
            var there = engine.start(forced(group, siteB), request(group)).await();
            assertThat(there.state()).as(there.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
            group.powerOn("sql-a");
            siteA.stop(Progress.none());

            var back = engine.start(back(group, siteA, siteB), REQUEST).await();

            assertThat(back.state()).as(back.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
            assertThat(group.takingWrites()).containsExactly("sql-a");
        }
    }

    @Test
    void it_is_plain_java_too() throws Exception {
        // tag::plain[]
        group.status().primary(); // who takes changes; the answer too after an outcome that is not known
        group.failOver(new PlannedFailover("sql-a", "sql-b"), Progress.none()); // nothing lost, or refused
        // end::plain[]
        group.powerOff("sql-b");
        // tag::plain-forced[]
        var shown = group.possibleLoss("sql-a"); // at most so much, up to when it holds all, or unknown
        var accepted = LossAccepted.upTo(ofMinutes(30), shown, "INC-17, the medical director agrees");
        group.force(ForcedFailover.of(accepted).fencedOutside("its power was cut at 02:05"), Progress.none());
        // end::plain-forced[]
        assertThat(group.takingWrites()).containsExactly("sql-a");
        assertThat(shown.heldUntil())
                .hasValueSatisfying(until -> assertThat(until).isBeforeOrEqualTo(Instant.now()));
    }
}
