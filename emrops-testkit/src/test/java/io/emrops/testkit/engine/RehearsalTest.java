package io.emrops.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.emrops.Backoff;
import io.emrops.DataSize;
import io.emrops.Finding;
import io.emrops.InDoubt;
import io.emrops.Inputs;
import io.emrops.Items;
import io.emrops.MaintenanceWindow;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Plan;
import io.emrops.PreconditionFailedException;
import io.emrops.Preview;
import io.emrops.Progress;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.RunbookBuilder;
import io.emrops.Secret;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.Undoing;
import io.emrops.backup.Backup;
import io.emrops.backup.Backups;
import io.emrops.backup.Proof;
import io.emrops.cache.CacheSettings;
import io.emrops.cache.Caches;
import io.emrops.cache.ClearScope;
import io.emrops.cache.EvictionPolicy;
import io.emrops.certificate.CertificateOrder;
import io.emrops.certificate.Certificates;
import io.emrops.core.command.CommandResult;
import io.emrops.core.command.Commands;
import io.emrops.core.files.FileBackup;
import io.emrops.core.files.RestoredFiles;
import io.emrops.core.files.StateBackup;
import io.emrops.core.http.Http;
import io.emrops.deploy.Deployments;
import io.emrops.deploy.ImagePolicy;
import io.emrops.deploy.Patches;
import io.emrops.deploy.RestartRequest;
import io.emrops.dns.DnsRecords;
import io.emrops.dns.RecordSet;
import io.emrops.dns.RecordType;
import io.emrops.logs.LogRequest;
import io.emrops.logs.Logs;
import io.emrops.metrics.Metrics;
import io.emrops.metrics.Thresholds;
import io.emrops.network.Endpoint;
import io.emrops.network.LoadBalancers;
import io.emrops.notice.Notice;
import io.emrops.notice.Notices;
import io.emrops.recovery.Recoveries;
import io.emrops.replication.ForcedFailover;
import io.emrops.replication.LossAccepted;
import io.emrops.replication.ReadReplica;
import io.emrops.replication.ReadScale;
import io.emrops.replication.Reads;
import io.emrops.replication.Replications;
import io.emrops.runbooks.FailoverRunbook;
import io.emrops.scaling.Resources;
import io.emrops.scaling.Scalings;
import io.emrops.spi.Node;
import io.emrops.testkit.EmbeddedHospital;
import io.emrops.testkit.FakeCache;
import io.emrops.testkit.FakeCertificates;
import io.emrops.testkit.FakeDnsUpdater;
import io.emrops.testkit.FakeLoadBalancer;
import io.emrops.testkit.FakeLogs;
import io.emrops.testkit.FakeMetrics;
import io.emrops.testkit.FakeRecoveryProvider;
import io.emrops.testkit.FakeReplication;
import io.emrops.testkit.FakeScaler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A rehearsal asks, and touches nothing: of every operation there is, and around everything an author may write. */
@Timeout(60)
final class RehearsalTest {
    private static final Instant NIGHT = Instant.parse("2026-03-01T02:00:00Z");

    private static final Endpoint OLD = new Endpoint("127.0.0.1", 8081);
    private static final Endpoint NEW = new Endpoint("127.0.0.1", 8082);

    private static final RecordSet SITE_A = RecordSet.a("emrnext.hospital.example", Duration.ofMinutes(5), "10.1.0.7");

    private final EngineFixture fixture = new EngineFixture();
    private final EmbeddedHospital hospital = EmbeddedHospital.start();
    private final FakeRecoveryProvider recovery =
            FakeRecoveryProvider.of("sql01").clock(() -> NIGHT.plusSeconds(60)).database("EMRNext");
    private final FakeScaler scaler = FakeScaler.of(hospital.deployer());
    private final FakeLoadBalancer balancer =
            FakeLoadBalancer.of("edge").pool("api", 2).alreadyRegistered("api", OLD);
    private final FakeCache cache = FakeCache.of("redis01").put(0, "page:1", 10);
    private final FakeCertificates emr = FakeCertificates.of("emrnext", "emr.example", NEW);
    private final FakeDnsUpdater dns = FakeDnsUpdater.of("hospital.example").holding(SITE_A);
    private final FakeReplication group =
            FakeReplication.availabilityGroup("EMRNext").primary("sql-a").synchronous("sql-b");
    private final FakeReplication fenced =
            FakeReplication.availabilityGroup("Scheduler").primary("sql-a").synchronous("sql-b");
    private final LossAccepted accepted =
            LossAccepted.upTo(Duration.ofHours(1), fenced.possibleLoss("sql-b"), "a rehearsal");
    private final FakeLogs logs = FakeLogs.of("emrnext", "api").clock(() -> NIGHT);
    private final AtomicInteger called = new AtomicInteger();
    private Path place;
    private Path marker;
    private Path collected;
    private FileBackup archive;
    private DatabaseOperations databases;

    @BeforeEach
    void prepare(@TempDir Path directory) throws Exception {
        fenced.fence("sql-a", Progress.none());
        fenced.forgetCalls();
        place = Files.createDirectory(directory.resolve("state"));
        marker = directory.resolve("state").resolve("a-process-was-here");
        collected = Files.createTempDirectory(place, "logs");
        Files.writeString(place.resolve("settings"), "one=1");
        archive = archive(directory);
        databases = new DatabaseOperations(place.resolve("database"), NIGHT);
        recovery.clock(() -> NIGHT).backUp("EMRNext", Backup.Kind.FULL).clock(() -> NIGHT.plusSeconds(60));
        hospital.backups()
                .holding(new Backup(
                        "1", "EMRNext", Backup.Kind.FULL, "tape", NIGHT, DataSize.gib(3), false, Proof.RECORDED));
        Files.writeString(place.resolve("settings"), "two=2");
    }

    private FileBackup archive(Path directory) throws Exception {
        var found = new java.util.concurrent.atomic.AtomicReference<FileBackup>();
        fixture.run(Runbook.define("backup", "Backup", rb -> {
            var backup = rb.step(
                    "backup",
                    "Back up",
                    StateBackup.of(place.resolve("settings")).into(directory.resolve("backups")));
            rb.action("take", "Take", run -> found.set(run.get(backup))).nothingToUndo("it reads");
        }));
        return found.get();
    }

    @AfterEach
    void close() {
        hospital.close();
        fixture.close();
    }

    /** One of each operation in api and core that reads no earlier result. */
    private List<Operation<?>> samples() {
        return List.of(
                Backups.full(hospital.backups(), "EMRNext"),
                Deployments.pull(hospital.deployer(), "2.0.0"),
                Deployments.rollOut(hospital.deployer(), "2.0.0"),
                Deployments.restart(hospital.deployer(), "web"),
                Deployments.tryRestart(hospital.deployer(), RestartRequest.rolling("web")),
                Deployments.recreate(hospital.deployer()),
                Deployments.stop(hospital.deployer()),
                Deployments.start(hospital.deployer()),
                Scalings.scale(scaler, "api", 3),
                Scalings.resize(scaler, "api", Resources.unlimited().memory(DataSize.gib(1))),
                LoadBalancers.register(balancer, "api", NEW, Duration.ofSeconds(1)),
                LoadBalancers.weight(balancer, "api", OLD, 5),
                LoadBalancers.drain(balancer, "api", OLD, Duration.ofSeconds(1)),
                LoadBalancers.deregister(balancer, "api", OLD),
                Caches.clear(cache, ClearScope.keys("page:*")),
                Caches.configure(cache, CacheSettings.of(DataSize.mib(64), EvictionPolicy.ALLKEYS_LRU)),
                Caches.measureHitRate(cache, Duration.ofMillis(100)),
                Certificates.rotate(emr, CertificateOrder.of("emr.example")),
                DnsRecords.current(dns, SITE_A.name().text(), RecordType.A),
                DnsRecords.replace(dns, SITE_A, SITE_A.withTtl(Duration.ZERO)),
                ReadScale.add(group, "sql-b"),
                Replications.possibleLoss(group, "sql-b"),
                Replications.failOver(group, "sql-a", "sql-b"),
                Replications.force(fenced, "sql-b", in -> ForcedFailover.of(accepted)),
                Replications.resume(fenced, "sql-a"),
                movedWithTheDatabase(),
                Metrics.performanceReport(
                        FakeMetrics.of("emrnext", "api"), Thresholds.none(), Duration.ofSeconds(5), place),
                Logs.collect(logs, LogRequest.since(NIGHT).mergedInto(collected).build()),
                Patches.prune(hospital.deployer().patcher(), ImagePolicy.keep(3, Duration.ZERO)),
                Notices.send(hospital.notifier(), new Notice("wards", "EMRNext is updated", "tonight")),
                Operation.of(CommandResult.class, in -> Commands.run("touch", marker.toString())),
                Commands.run("touch", marker.toString()),
                StateBackup.of(place.resolve("settings")).into(place.resolve("new-backups")),
                StateBackup.restore(archive),
                authored());
    }

    /** The operation that is undone together with a failover. */
    private Operation<?> movedWithTheDatabase() {
        var book = FailoverRunbook.planned("failover", "Failover", group, "sql-a", "sql-b")
                .then("start", "Start", Deployments.start(hospital.deployer()))
                .build();
        return book.definition().steps().stream()
                .filter(step -> step.path().equals("start"))
                .map(step -> ((Node.Task) step).operation())
                .findFirst()
                .orElseThrow();
    }

    /** The operation that stands for a body of the author's own. */
    private Operation<?> authored() {
        var book = Runbook.define(
                "authored",
                "Authored",
                rb -> rb.action("own", "Own", run -> called()).nothingToUndo("no"));
        return ((Node.Task) book.definition().steps().get(0)).operation();
    }

    private void called() {
        called.incrementAndGet();
        throw new AssertionError("A rehearsal called the author's code");
    }

    private boolean asked() {
        called();
        return true;
    }

    @Test
    void every_operation_of_api_and_core_has_a_sample_here() {
        var there = new ClassFileImporter()
                .importPackages("io.emrops").stream()
                        .filter(c -> !c.getPackageName().startsWith("io.emrops.testkit"))
                        .filter(c -> c.isAssignableTo(Operation.class) && !c.isInterface())
                        .filter(c -> !c.getModifiers().contains(JavaModifier.ABSTRACT))
                        .map(JavaClass::getName)
                        .collect(Collectors.toSet());

        assertThat(operations().definition().steps())
                .extracting(step -> ((Node.Task) step).operation().getClass().getName())
                .containsOnlyOnceElementsOf(there)
                .hasSameElementsAs(there);
    }

    @Test
    void the_rehearsal_of_each_operation_changes_nothing() throws Exception {
        var before = tree(place);
        var children = ProcessHandle.current().children().count();

        var plan = fixture.engine.plan(operations(), EngineFixture.REQUEST);

        requireUntouched(before, children);
        assertThat(called).hasValue(0);
        assertThat(databases.done()).isEmpty();
        assertThat(plan.steps()).extracting(Plan.PlannedStep::foretold).doesNotContain(Plan.Foretold.UNKNOWN);
        assertThat(plan.steps()).hasSize(operations().definition().steps().size());
        assertThat(plan.toMarkdown()).contains("Nothing was touched");
    }

    @Test
    void the_operations_are_not_so_harmless_when_they_run() throws Exception {
        var report = fixture.run(operations());

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        assertThat(hospital.deployer().changes()).isNotEmpty();
        assertThat(hospital.deployer().patcher().changes()).isNotEmpty();
        assertThat(hospital.backups().changes()).isNotEmpty();
        assertThat(hospital.notifier().changes()).isNotEmpty();
        assertThat(recovery.changes()).isNotEmpty();
        assertThat(scaler.changes()).hasSize(2);
        assertThat(balancer.serving("api")).containsExactly(NEW);
        assertThat(dns.changes()).hasSize(1);
        assertThat(group.takingWrites()).containsExactly("sql-b");
        assertThat(group.readReplicas()).extracting(ReadReplica::reads).contains(Reads.INTENDED);
        assertThat(fenced.takingWrites()).containsExactly("sql-b");
        assertThat(collected).isNotEmptyDirectory();
        assertThat(databases.done())
                .containsExactly("maintenance", "purge", "secret", "secret", "administrator", "migrations");
        assertThat(marker).exists();
        assertThat(place.resolve("new-backups")).exists();
        assertThat(Files.readString(place.resolve("settings"))).isEqualTo("one=1");
    }

    private Runbook operations() {
        var samples = samples();
        return Runbook.define("all", "All", rb -> {
            for (int i = 0; i < samples.size(); i++) {
                var operation = samples.get(i);
                if (operation.getClass().equals(authored().getClass())) {
                    rb.action("s" + i, "Own", run -> called.incrementAndGet()).nothingToUndo("no");
                    continue;
                }
                var step = rb.step("s" + i, operation.describe(), operation);
                if (operation.undoing() instanceof Undoing.StatedByStep<?>
                        || operation.undoing() instanceof Undoing.StatedLater<?>) {
                    step.nothingToUndo("no");
                }
            }
            restoring(rb);
            databases.write(rb);
        });
    }

    /** One of each that reads an earlier result. */
    private void restoring(RunbookBuilder rb) {
        var moment = rb.param("moment", Instant.class).orElse(NIGHT.plusSeconds(30));
        var updates = rb.step(
                "updates", "Updates", Patches.updates(hospital.deployer().patcher()));
        rb.step("patch", "Patch", Patches.patch(hospital.deployer().patcher(), updates));
        var newest = rb.step("newest", "Newest", Backups.newest(hospital.backups(), "EMRNext", Backup.Kind.FULL));
        rb.step("test", "Test", Backups.testRestore(hospital.backups(), newest));
        var plan = rb.step("plan", "Plan", Recoveries.planInPlace(recovery, "EMRNext", moment));
        var secured = rb.step("secure", "Secure", Recoveries.secure(recovery, plan));
        rb.step("restore", "Restore", Recoveries.restore(recovery, plan, secured));
        rb.step("open", "Open", Recoveries.open(recovery, plan, secured));
    }

    @Test
    void nothing_that_an_author_writes_is_called() throws Exception {
        var before = tree(place);
        var book = Runbook.define("lambdas", "Lambdas", rb -> {
            rb.lock("emrnext");
            rb.window(MaintenanceWindow.daily("02:00", "02:01", ZoneOffset.UTC));
            rb.require("require", "Require", run -> finding());
            rb.manual("manual", "Manual").onlyIf("asked", run -> asked());
            rb.approval("go", "Go").by("change-board");
            rb.step("step", "Step", String.class, run -> {
                        called();
                        return "";
                    })
                    .undo((run, r) -> called())
                    .undoAttempt(run -> called())
                    .inDoubt(InDoubt.probe(run -> {
                        called();
                        throw new AssertionError();
                    }))
                    .attempts(3, Backoff.fixed(Duration.ofSeconds(1)))
                    .timeout(Duration.ofSeconds(1))
                    .onlyIf("asked", run -> asked());
            rb.forEach("items", "Items", Items.of(List.of("a", "b"), s -> s), (run, s) -> called())
                    .undo((run, s, r) -> called())
                    .undoAttempt((run, s) -> called());
            var sides = rb.parallel("sides", "Sides");
            sides.branch(
                    "left", "Left", b -> b.action("own", "Own", run -> called()).nothingToUndo("no"));
            rb.include(
                    "part", "Part", b -> b.action("own", "Own", run -> called()).undoAttempt(run -> called()));
            rb.step("roll-out", "Roll out", Deployments.rollOut(hospital.deployer(), "2.0.0"))
                    .undoAttempt(run -> called())
                    .onlyIf("asked", run -> asked());
            rb.verify("http", "The API answers", Http.get(hospital.healthUrl()).expectJson("status", "healthy"));
            rb.verify("verify", "Verify", run -> finding()).within(Duration.ofMinutes(1));
        });

        var plan = fixture.engine.plan(book, EngineFixture.REQUEST);

        requireUntouched(before, ProcessHandle.current().children().count());
        assertThat(called).hasValue(0);
        assertThat(plan.steps())
                .extracting(Plan.PlannedStep::path)
                .contains("items[a]", "items[b]", "sides/left/own", "part/own");
    }

    private Finding finding() {
        called();
        return Finding.ok("");
    }

    @Test
    void a_target_that_does_not_answer_or_refuses_makes_no_exception() {
        hospital.deployer().goDown();
        var book = Runbook.define("down", "Down", rb -> {
            rb.step("down", "Down", Deployments.rollOut(hospital.deployer(), "2.0.0"));
            rb.step("unknown", "Unknown", throwing(new TargetUnavailableException("gone")));
            rb.step("refused", "Refused", throwing(new PreconditionFailedException("no room")));
            rb.step("foreign", "Foreign", throwing(new IllegalStateException("patient Meier")));
            rb.step("error", "Error", throwing(new NoClassDefFoundError("com/vendor/Driver")));
            rb.step("fine", "Fine", Notices.send(hospital.notifier(), new Notice("wards", "x", "y")));
        });

        var plan = fixture.engine.plan(book, EngineFixture.REQUEST);

        assertThat(plan.steps())
                .extracting(Plan.PlannedStep::foretold)
                .containsExactly(
                        Plan.Foretold.UNKNOWN,
                        Plan.Foretold.UNKNOWN,
                        Plan.Foretold.REFUSED,
                        Plan.Foretold.UNKNOWN,
                        Plan.Foretold.UNKNOWN,
                        Plan.Foretold.YES);
        assertThat(plan.toMarkdown()).doesNotContain("Meier");
    }

    @Test
    void a_page_tells_what_a_run_would_find_at_locks_and_windows() {
        var book = Runbook.define("waits", "Waits", rb -> {
            rb.lock("emrnext");
            rb.window(MaintenanceWindow.once(
                    Instant.now().minusSeconds(60), Instant.now().plus(Duration.ofDays(9)), ZoneOffset.UTC));
            rb.approval("go", "Go").by("change-board").atLeast(2).expires(Duration.ofHours(4));
            rb.forEach("none", "Restart {item}", Items.of(List.<String>of(), s -> s), (run, s) -> called())
                    .nothingToUndo("no");
        });

        var plan = fixture.engine.plan(book, EngineFixture.REQUEST);

        assertThat(plan.verdict()).isEqualTo("Nothing would change, nothing would be refused.");
        assertThat(plan.toMarkdown())
                .contains("- **Lock emrnext**, from step 1 on: free now\n")
                .containsPattern("- \\*\\*Window .*\\*\\*, from step 1 on: open now, closes in 8 days, on ")
                .contains("| 1 | Go | 2 different people of change-board | within 4 h of being asked |\n")
                .contains("2. **Restart each item** (`none`): 0 items\n");
        assertThat(plan.toHtml()).contains("Nothing would change, nothing would be refused.");
    }

    @Test
    void a_secret_is_blotted_out_of_a_page_however_it_would_be_escaped() {
        var secret = "<*tom & jerry*>|`x`";
        var book = Runbook.define("secret", "Secret", rb -> {
            rb.secret("key");
            rb.manual("told", "Told");
        });

        var plan = fixture.engine.plan(
                book, RunRequest.by("m.meier").because("with " + secret).with("key", Secret.of(secret.toCharArray())));

        assertThat(plan.toMarkdown()).contains("| Because | with \\*\\*\\* |").doesNotContain("jerry");
        assertThat(plan.toHtml()).contains("<dd>with ***</dd>").doesNotContain("jerry");
    }

    private static Operation<RestoredFiles> throwing(Throwable trouble) {
        return new Operation<>() {
            @Override
            public String describe() {
                return "Look, and fail";
            }

            @Override
            public Output<RestoredFiles> output() {
                return Output.of(RestoredFiles.class);
            }

            @Override
            public Target target() {
                return Target.thisMachine();
            }

            @Override
            public Preview<RestoredFiles> preview(Inputs in) {
                if (trouble instanceof RuntimeException e) {
                    throw e;
                }
                throw (Error) trouble;
            }

            @Override
            public RestoredFiles execute(StepContext run) {
                throw new AssertionError("A rehearsal executed it");
            }

            @Override
            public Undoing<RestoredFiles> undoing() {
                return Undoing.nothing("it fails");
            }
        };
    }

    private void requireUntouched(Map<String, String> before, long children) throws IOException {
        assertThat(hospital.deployer().changes()).isEmpty();
        assertThat(hospital.deployer().patcher().changes()).isEmpty();
        assertThat(hospital.backups().changes()).isEmpty();
        assertThat(hospital.database().changes()).isEmpty();
        assertThat(hospital.notifier().changes()).isEmpty();
        assertThat(recovery.changes()).isEmpty();
        assertThat(scaler.changes()).isEmpty();
        assertThat(balancer.changes()).isEmpty();
        assertThat(group.changes()).isEmpty();
        assertThat(fenced.changes()).isEmpty();
        assertThat(tree(place)).isEqualTo(before);
        assertThat(marker).doesNotExist();
        assertThat(ProcessHandle.current().children().count()).isEqualTo(children);
        assertThat(fixture.leases.held()).isEmpty();
        assertThat(fixture.store.runs())
                .as("only the run that made the archive")
                .hasSize(1);
    }

    /** What lies there, with content and times. */
    private static Map<String, String> tree(Path root) throws IOException {
        var found = new TreeMap<String, String>();
        try (var paths = Files.walk(root)) {
            for (var path : paths.toList()) {
                var content = Files.isRegularFile(path) ? Files.readString(path) : "";
                found.put(root.relativize(path).toString(), Files.getLastModifiedTime(path) + " " + content);
            }
        }
        return found;
    }
}
