package io.emrops.testkit.page;

import io.emrops.Answer;
import io.emrops.Authorizer;
import io.emrops.Contact;
import io.emrops.Done;
import io.emrops.Engine;
import io.emrops.Finding;
import io.emrops.Items;
import io.emrops.MaintenanceWindow;
import io.emrops.Objective;
import io.emrops.Operation;
import io.emrops.Plan;
import io.emrops.Report;
import io.emrops.Run;
import io.emrops.RunRequest;
import io.emrops.Runbook;
import io.emrops.Secret;
import io.emrops.backup.Backups;
import io.emrops.core.Emrops;
import io.emrops.deploy.Deployments;
import io.emrops.notice.Notice;
import io.emrops.runbooks.DeploymentRunbook;
import io.emrops.spi.Leases;
import io.emrops.testkit.EmbeddedHospital;
import io.emrops.testkit.InMemoryLeases;
import io.emrops.testkit.InMemoryRunStore;
import io.emrops.testkit.ManualTime;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A hospital, its runbooks, and an engine whose time stands still: everything on its pages is the same each time. */
final class Samples implements AutoCloseable {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    /** In New York it is half past ten in the evening, and clocks go forward at two. */
    private static final Instant TONIGHT = Instant.parse("2026-03-08T03:30:00Z");

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Authorizer STAFF = Authorizer.groups(Map.of(
            "change-board",
            List.of("a.first", "b.second", "m.meier"),
            "nurse-managers",
            List.of("n.nurse"),
            Authorizer.OPERATORS,
            List.of("m.meier")));

    final EmbeddedHospital hospital = EmbeddedHospital.start();
    final InMemoryRunStore store = new InMemoryRunStore();
    final InMemoryLeases leases = new InMemoryLeases();
    final ManualTime time = ManualTime.at("2026-03-01T06:10:00Z");
    final Engine engine =
            Emrops.builder(store, leases).authorizer(STAFF).time(time).build();

    /** The deployment as it is meant to be. */
    Runbook deployment() {
        return DeploymentRunbook.of("emrnext-deploy", "Deploy EMRNext", hospital.deployer())
                .about(rb -> {
                    rb.purpose("""
                            Brings a new version of EMRNext to the wards, and the old one back if it is not well.

                            Wards can read but not write for about two minutes.
                            """);
                    rb.owner("IT operations");
                    rb.contact(new Contact("Operator on call", "pager 4711", 1, Duration.ofMinutes(15)));
                    rb.contact(
                            new Contact("Database administrator", "dba@hospital.example", 2, Duration.ofMinutes(30)));
                    rb.link("Status page", URI.create("https://status.hospital.example/"));
                    rb.deadline(Duration.ofHours(12));
                })
                .checklist("change-log", "Change log and impact assessment reviewed")
                .require("staff", "Somebody is on call", run -> Finding.ok("m.meier is"))
                .tell("tell-wards", hospital.notifier(), new Notice("wards", "EMRNext is updated tonight", "At 2."))
                .approval("go", "The change board agrees", "change-board", 2)
                .lock("emrnext")
                .window(MaintenanceWindow.weekly(DayOfWeek.SUNDAY, "01:00", "06:00", NEW_YORK))
                .backup(hospital.backups(), "EMRNext")
                .migration(
                        Operation.of(Done.class, in -> Deployments.restart(hospital.deployer(), "cache")),
                        "migrations only add; the old version runs on the new schema")
                .verify("staff-again", "Somebody is still on call", run -> Finding.ok("m.meier is"))
                .database(hospital.database(), Duration.ofSeconds(1))
                .tellWhenDone("tell-done", hospital.notifier(), new Notice("wards", "EMRNext is updated", "Done."))
                .build();
    }

    /** Rehearsed on the evening before, after three deployments a week ago. */
    Plan rehearsedDeployment() throws InterruptedException {
        var runbook = deployment();
        for (var minutes : List.of(20, 35, 30)) {
            deploy(runbook, Duration.ofMinutes(minutes));
        }
        time.jumpWallClock(Duration.between(time.wallClock(), TONIGHT));
        return engine.plan(runbook, RunRequest.by("m.meier").because("CHG-4711").with("version", "2.2.0"));
    }

    /** The report of a version that never becomes well, and is taken back. */
    Report failedDeployment() throws InterruptedException {
        return agreed(deployment(), "2.1.0", Duration.ofMinutes(20)).await();
    }

    /** The report of a run that waits for somebody. */
    Report waitingDeployment() throws InterruptedException {
        var run = engine.start(
                deployment(), RunRequest.by("m.meier").because("CHG-4712").with("version", "2.0.0"));
        awaitQuestion(run, "change-log");
        return run.report();
    }

    /** The report of targets that are kept, kept this time, not kept and not known to be. */
    Report heldAgainstTargets() throws InterruptedException {
        var point = Objective.of("Recovery point of EMRNext (RPO)", Duration.ofHours(1));
        var held = Finding.ok("Held against the targets")
                .stating(
                        Objective.of("Recovery time of EMRNext (RTO)", Duration.ofHours(4))
                                .measured(Duration.ofMinutes(95)),
                        point.achievable(Duration.ofDays(1)).measured(Duration.ofMinutes(30)),
                        point.achievable(Duration.ofDays(1)),
                        point);
        return engine.start(
                        Runbook.define("held", "Targets of EMRNext", rb -> rb.verify("held", "Held", run -> held)),
                        RunRequest.by("m.meier"))
                .await();
    }

    private void deploy(Runbook runbook, Duration untilAgreed) throws InterruptedException {
        agreed(runbook, "2.0.0", untilAgreed).await().orThrow();
    }

    private Run agreed(Runbook runbook, String version, Duration untilAgreed) throws InterruptedException {
        var run = engine.start(
                runbook, RunRequest.by("m.meier").because("CHG-4000").with("version", version));
        awaitQuestion(run, "change-log");
        time.advance(Duration.ofMinutes(2));
        run.answer("change-log", Answer.confirm("m.meier"));
        awaitQuestion(run, "go");
        time.advance(untilAgreed);
        run.answer("go", Answer.agree("a.first"));
        run.answer("go", Answer.agree("b.second"));
        return run;
    }

    private static void awaitQuestion(Run run, String step) throws InterruptedException {
        var asked = run.awaitState(
                state -> run.questions().stream().anyMatch(q -> q.stepPath().equals(step)), SOON);
        if (!asked) {
            throw new AssertionError(
                    "Nobody is asked at " + step + ": " + run.report().verdict());
        }
    }

    /** Everything that can stand in the way, and everything that cannot be foretold. */
    Plan rehearsedTrouble() {
        var nightly = new Leases.Holder("20260301-010000-nightl", "nightly", "lock:emrnext", time.wallClock());
        leases.acquire(new TreeSet<>(Set.of("emrnext")), nightly);
        hospital.backups().goDown();
        var request = RunRequest.by("m.meier")
                .because("INC-17: \"<b>all</b> wards\" | `down`")
                .with("version", "9.9.9")
                .with("key", Secret.of("correct horse <battery>".toCharArray()));
        return engine.plan(trouble(), request.withoutAutomaticUndo());
    }

    private Runbook trouble() {
        return Runbook.define("trouble", "Bring EMRNext back", rb -> {
            var version = rb.param("version", String.class).describedAs("the version to bring back");
            rb.param("wards", Integer.class).orElse(12);
            rb.secret("key");
            rb.manual("phone", "The wards were called")
                    .by("nurse-managers")
                    .expires(Duration.ofHours(2))
                    .onlyIf("the phones work", run -> true);
            rb.window(MaintenanceWindow.once(
                    Instant.parse("2026-02-01T02:00:00Z"), Instant.parse("2026-02-01T06:00:00Z"), ZoneOffset.UTC));
            rb.section("Bring it back");
            rb.lock("emrnext");
            var backup = rb.step("backup", "Back up what is left", Backups.full(hospital.backups(), "EMRNext"));
            rb.step("deploy", "Roll out", Deployments.rollOut(hospital.deployer(), version));
            rb.step(
                            "restore",
                            "Restore",
                            Operation.of(
                                    Done.class,
                                    in -> Deployments.restart(
                                            hospital.deployer(), in.get(backup).id())))
                    .needs(backup);
            rb.forEach("drain", "Drain {item}", Items.of(List.of("app-01", "app-02"), n -> n), (run, node) -> {})
                    .atMost(2)
                    .nothingToUndo("they come back by themselves");
            rb.forEachOperation(
                    "restart",
                    "Restart {item}",
                    Items.of(List.of("api", "web"), n -> n),
                    Done.class,
                    service -> Deployments.restart(hospital.deployer(), service));
            var sides = rb.parallel("sides", "On both sides");
            sides.branch(
                    "left",
                    "Left",
                    b -> b.action("own", "Write to the log book", run -> {}).nothingToUndo("it is a note"));
            sides.branch("right", "Right", b -> b.verify("well", "All is well", run -> Finding.ok("")));
        });
    }

    @Override
    public void close() {
        engine.close();
        hospital.close();
    }
}
