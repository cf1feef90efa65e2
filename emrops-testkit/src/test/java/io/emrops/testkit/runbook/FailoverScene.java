package io.emrops.testkit.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Change;
import io.emrops.Check;
import io.emrops.DataSize;
import io.emrops.Done;
import io.emrops.Finding;
import io.emrops.InDoubt;
import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Preview;
import io.emrops.Probe;
import io.emrops.Progress;
import io.emrops.Report;
import io.emrops.RunRequest;
import io.emrops.Runbook;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;
import io.emrops.backup.Backup;
import io.emrops.backup.Proof;
import io.emrops.core.Emrops;
import io.emrops.network.Endpoint;
import io.emrops.network.LoadBalancers;
import io.emrops.runbooks.FailoverRunbook;
import io.emrops.testkit.FakeBackupProvider;
import io.emrops.testkit.FakeDeployer;
import io.emrops.testkit.FakeLoadBalancer;
import io.emrops.testkit.FakeReplication;
import io.emrops.testkit.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** Two sites, of which A serves: a group of replicas, an application at each, a load balancer and a name before them. */
final class FailoverScene {
    static final Instant NIGHT = Instant.parse("2026-03-01T02:00:00Z");
    static final Endpoint AT_A = new Endpoint("127.0.1.10", 443);
    static final Endpoint AT_B = new Endpoint("127.0.2.10", 443);

    final AtomicReference<Instant> clock = new AtomicReference<>(NIGHT.minus(Duration.ofHours(1)));
    final AtomicReference<String> name = new AtomicReference<>("site A");
    final AtomicBoolean dark = new AtomicBoolean();
    final AtomicReference<Runnable> whenLookedAt = new AtomicReference<>(() -> {});
    final FakeReplication group;
    final FakeDeployer siteA = application("emrnext-a");
    final FakeDeployer siteB = application("emrnext-b");
    final FakeLoadBalancer edge = FakeLoadBalancer.of("edge").pool("emrnext", 4).alreadyRegistered("emrnext", AT_A);
    final FakeBackupProvider backups =
            FakeBackupProvider.of("sql01").clock(clock::get).database("EMRNext", DataSize.gib(3));

    private FailoverScene(FakeReplication group) {
        this.group = group;
        for (var day = 8; day >= 0; day--) {
            backups.holding(new Backup(
                    "full-" + day,
                    "EMRNext",
                    Backup.Kind.FULL,
                    "memory:full-" + day,
                    NIGHT.minus(Duration.ofDays(day)).minus(Duration.ofHours(2)),
                    DataSize.gib(3),
                    false,
                    Proof.READ_BACK));
        }
        try {
            siteB.stop(Progress.none());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        siteB.forgetCalls();
    }

    private static FakeDeployer application(String name) {
        return FakeDeployer.of(name, "api", "web").version("1.0.0").alreadyRunning("1.0.0");
    }

    /** The replica at site B has everything at once. */
    static FailoverScene near() {
        var group = FakeReplication.availabilityGroup("EMRNext");
        var scene = new FailoverScene(group);
        group.clock(scene.clock::get).primary("sql-a").synchronous("sql-b");
        return scene.at(NIGHT);
    }

    /** Log backups are brought to site B. */
    static FailoverScene shipped() {
        var group = FakeReplication.logShipping("EMRNext");
        var scene = new FailoverScene(group);
        group.clock(scene.clock::get).primary("sql-a").asynchronous("sql-b");
        return scene.at(NIGHT.minus(Duration.ofMinutes(5))).caughtUp().at(NIGHT);
    }

    /** The replica at site B got the last of it at 01:20, site A is gone since 01:30. */
    static FailoverScene lost() {
        var group = FakeReplication.availabilityGroup("EMRNext");
        var scene = new FailoverScene(group);
        group.clock(scene.clock::get).primary("sql-a").asynchronous("sql-b");
        scene.at(NIGHT.minus(Duration.ofMinutes(40))).caughtUp();
        scene.at(NIGHT.minus(Duration.ofMinutes(39)));
        group.commit();
        scene.at(NIGHT.minus(Duration.ofMinutes(30)));
        group.powerOff("sql-a");
        return scene.at(NIGHT);
    }

    FailoverScene at(Instant now) {
        clock.set(now);
        return this;
    }

    private FailoverScene caughtUp() {
        group.catchUp("sql-b");
        return this;
    }

    FailoverRunbook planned() {
        return outside(
                FailoverRunbook.planned("emrnext-to-b", "EMRNext to site B", group, "sql-a", "sql-b")
                        .formerSite(siteA)
                        .newSite(siteB),
                "site B",
                AT_B,
                AT_A);
    }

    FailoverRunbook back() {
        return outside(
                FailoverRunbook.planned("emrnext-to-a", "EMRNext back to site A", group, "sql-b", "sql-a")
                        .formerSite(siteB)
                        .newSite(siteA),
                "site A",
                AT_A,
                AT_B);
    }

    FailoverRunbook forced() {
        return outside(
                FailoverRunbook.forced("emrnext-lost-a", "EMRNext to site B without site A", group, "sql-b")
                        .newSite(siteB),
                "site B",
                AT_B,
                AT_A);
    }

    private FailoverRunbook outside(FailoverRunbook book, String site, Endpoint in, Endpoint out) {
        return book.targets(Duration.ofHours(4), Duration.ofHours(1))
                .backups(backups, "EMRNext", Duration.ofHours(26))
                .wellWithin(Duration.ofMillis(1))
                .then(
                        "traffic",
                        "Give the new site traffic",
                        LoadBalancers.register(edge, "emrnext", in, Duration.ofSeconds(1)),
                        InDoubt.rerun())
                .then(
                        "no-traffic",
                        "Give the former site none",
                        LoadBalancers.deregister(edge, "emrnext", out),
                        InDoubt.rerun())
                .then("dns", "Point the name at " + site, new Pointing(name, site), InDoubt.probe())
                .verify("https", "The new site answers", Check.of("The name leads to " + site, run -> {
                    whenLookedAt.get().run();
                    return !dark.get() && name.get().equals(site)
                            ? Finding.ok("it does")
                            : Finding.notOk("nobody answers");
                }));
    }

    /** For those who go by the real clock: old backups will do. */
    FailoverRunbook anyBackup(FailoverRunbook book) {
        return book.backups(backups, "EMRNext", Duration.ofDays(99_999));
    }

    static RunRequest request() {
        return RunRequest.by("m.meier").because("INC-17");
    }

    /** What whoever looked at the loss would type. */
    RunRequest accepting(Duration most) {
        var shown = group.possibleLoss("sql-b");
        return request()
                .with("outage", "2026-03-01T01:30:00Z")
                .with("replica", "sql-b")
                .with("primary", shown.primary().orElseThrow())
                .with("held-until", shown.heldUntil().orElseThrow().toString())
                .with("accepted-loss", most.toString());
    }

    Report run(Runbook book, RunRequest request) throws InterruptedException {
        try (var engine = Emrops.inMemory().time(ManualTime.at(clock.get())).build()) {
            return engine.start(book, request).await();
        }
    }

    /** All of it is at site A, and nothing at B. */
    void assertAtA() {
        assertThat(group.takingWrites()).containsExactly("sql-a");
        assertThat(siteA.isWell()).isTrue();
        assertThat(siteB.isStopped()).isTrue();
        assertThat(name).hasValue("site A");
        assertThat(edge.serving("emrnext")).containsExactly(AT_A);
        assertThat(group.mostTakingWrites()).isEqualTo(1);
    }

    /** All of it is at site B; what runs at A is not looked at. */
    void assertAtB() {
        assertThat(group.takingWrites()).containsExactly("sql-b");
        assertThat(siteB.isWell()).isTrue();
        assertThat(name).hasValue("site B");
        assertThat(edge.serving("emrnext")).containsExactly(AT_B);
        assertThat(group.mostTakingWrites()).isEqualTo(1);
    }

    /** A name that is pointed elsewhere. */
    private record Pointing(AtomicReference<String> name, String to) implements Operation<Done> {
        @Override
        public String describe() {
            return "Point emrnext.example at " + to;
        }

        @Override
        public Output<Done> output() {
            return Output.of(Done.class);
        }

        @Override
        public Target target() {
            return new Target("name", "emrnext.example", "zone-1");
        }

        @Override
        public Preview<Done> preview(Inputs in) {
            return Preview.<Done>of(new Change("emrnext.example", name.get(), to).toString())
                    .predicting(Done.DONE);
        }

        @Override
        public Done execute(StepContext run) {
            name.set(to);
            return Done.DONE;
        }

        @Override
        public Probe<Done> probe(StepContext run) {
            return name.get().equals(to) ? Probe.applied(Done.DONE) : Probe.notApplied();
        }

        @Override
        public Undoing<Done> undoing() {
            return new Former(name);
        }
    }

    private record Former(AtomicReference<String> name) implements Undoing.Compensation<Done, String> {
        @Override
        public String describe() {
            return "Point the name at its former site";
        }

        @Override
        public Output<String> before() {
            return Output.of(String.class);
        }

        @Override
        public String capture(StepContext run) {
            return name.get();
        }

        @Override
        public void undo(StepContext run, String before, Optional<Done> result) {
            name.set(before);
        }
    }
}
