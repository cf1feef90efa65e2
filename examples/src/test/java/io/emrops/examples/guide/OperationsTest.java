package io.emrops.examples.guide;

import static io.emrops.DataSize.gib;
import static io.emrops.DataSize.kib;
import static io.emrops.DataSize.mib;
import static io.emrops.InDoubt.probe;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Backoff;
import io.emrops.Check;
import io.emrops.Engine;
import io.emrops.Finding;
import io.emrops.Items;
import io.emrops.MaintenanceWindow;
import io.emrops.Operation;
import io.emrops.Report;
import io.emrops.RunRequest;
import io.emrops.Runbook;
import io.emrops.RunbookBuilder;
import io.emrops.Secret;
import io.emrops.Target;
import io.emrops.backup.Backups;
import io.emrops.core.Emrops;
import io.emrops.core.command.Commands;
import io.emrops.core.database.DataSourceDatabase;
import io.emrops.core.files.StateBackup;
import io.emrops.core.health.Cpu;
import io.emrops.core.health.Disk;
import io.emrops.core.health.Environment;
import io.emrops.core.health.Memory;
import io.emrops.core.http.Http;
import io.emrops.database.Database;
import io.emrops.database.Databases;
import io.emrops.deploy.Deployer;
import io.emrops.deploy.Deployments;
import io.emrops.deploy.Release;
import io.emrops.docker.ComposeDeployer;
import io.emrops.mail.MailNotifier;
import io.emrops.notice.Notice;
import io.emrops.notice.Notices;
import io.emrops.notice.Notifier;
import io.emrops.runbooks.DeploymentRunbook;
import io.emrops.testkit.EmbeddedHospital;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class OperationsTest {
    @TempDir
    private Path home;

    private EmbeddedHospital hospital;
    private Engine engine;

    @BeforeEach
    void open() {
        hospital = EmbeddedHospital.start();
        engine = Emrops.engine(home.resolve("emrops"));
    }

    @AfterEach
    void close() {
        engine.close();
        hospital.close();
    }

    private Report run(Consumer<RunbookBuilder> block) throws Exception {
        return engine.start(Runbook.define("guide", "Guide", block), RunRequest.by("m.meier"))
                .await();
    }

    private Path program(String name, String text) throws Exception {
        var file = Files.writeString(home.resolve(name), "#!/bin/sh\n" + text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    // tag::commands[]
    void commands(RunbookBuilder rb, Path migrate, Path directory, Secret password) {
        var version = rb.param("version", String.class).matches("\\d+\\.\\d+\\.\\d+");
        rb.step(
                "pending",
                "List the pending migrations",
                Commands.run(migrate.toString(), "--list").readOnly("it only lists the pending migrations"));
        rb.step(
                        "migrate",
                        "Run the migrations",
                        Commands.run(migrate.toString(), "--to")
                                .arg(version) // a parameter or an earlier result, never a secret
                                .env("DB_PASSWORD", password) // shown as ***
                                .in(directory)
                                .expectExit(0, 3) // 3: there was nothing to migrate
                                .keepOutput(kib(16)))
                .timeout(ofMinutes(10))
                .nothingToUndo("migrations only add; the previous version runs on the new schema");
    }
    // end::commands[]

    @Test
    void programs_of_this_machine_are_run() throws Exception {
        var migrate =
                program("migrate", "echo \"$@\" >> calls; test -n \"$DB_PASSWORD$1\" && test $1 = --list || exit 3");
        Files.createDirectories(home.resolve("work"));
        var book = Runbook.define(
                "guide", "Guide", rb -> commands(rb, migrate, home, Secret.of("correct-horse".toCharArray())));

        var report = engine.start(book, RunRequest.by("m.meier").with("version", "2.0.0"))
                .await();

        assertThat(report.succeeded()).as(report.toMarkdown()).isTrue();
        assertThat(home.resolve("calls")).hasContent("--to 2.0.0\n");
        Files.deleteIfExists(Path.of("calls"));
    }

    // tag::checks[]
    void checks(RunbookBuilder rb, URI health, Path data) {
        rb.require("disk", "Room for the backup", Disk.of(data).hasFree(mib(200)));
        rb.require("memory", "Memory for the new version", Memory.hasFree(mib(16)));
        rb.require("settings", "The search path is set", Environment.has("PATH").matching(".+"));
        rb.verify(
                        "health",
                        "The API answers",
                        Http.get(health)
                                .expectJson("status", "healthy")
                                .expectJson("uptime", "not negative", text -> Long.parseLong(text) >= 0)
                                .fasterThan(ofSeconds(2)))
                .within(ofMinutes(2))
                .every(ofSeconds(5));
    }
    // end::checks[]

    @Test
    void checks_look() throws Exception {
        var report = run(rb -> checks(rb, hospital.healthUrl(), home));

        assertThat(report.succeeded()).as(report.toMarkdown()).isTrue();
    }

    void load(RunbookBuilder rb) {
        // tag::load[]
        rb.require("load", "The machine is not busy", Cpu.loadBelow(80, ofMillis(500)));
        // end::load[]
    }

    @Test
    void the_load_is_an_average() throws Exception {
        var report = run(this::load);

        assertThat(report.steps().get(0).evidence()).singleElement().asString().contains("busy over 500 ms");
    }

    // tag::own-check[]
    Check queueIsShort(Path queue) {
        return run -> {
            try (var messages = Files.list(queue)) {
                var waiting = messages.count();
                var text = waiting + " messages wait in the interface queue";
                return waiting < 100 ? Finding.ok(text) : Finding.notOk(text);
            }
        };
    }
    // end::own-check[]

    @Test
    void a_check_of_ones_own_says_what_it_found() throws Exception {
        var queue = Files.createDirectories(home.resolve("queue"));

        var report = run(rb -> rb.require("queue", "The interface queue is short", queueIsShort(queue)));

        assertThat(report.steps().get(0).evidence()).contains("0 messages wait in the interface queue");
    }

    // tag::files[]
    void files(RunbookBuilder rb, Path settings, Path backups) {
        var state = rb.step(
                        "state", "Copy the settings", StateBackup.of(settings).into(backups))
                .inDoubt(probe());
        rb.verify("state-whole", "The copy can be read back", StateBackup.readsBack(state));
        rb.step("put-back", "Put the settings back", StateBackup.restore(state));
    }
    // end::files[]

    @Test
    void files_are_copied_and_put_back() throws Exception {
        var settings = Files.writeString(home.resolve("emrnext.conf"), "max_sessions=200\n");

        var report = run(rb -> files(rb, settings, home.resolve("backups")));

        assertThat(report.succeeded()).as(report.toMarkdown()).isTrue();
        assertThat(settings).hasContent("max_sessions=200\n");
    }

    void backups(RunbookBuilder rb) {
        var provider = hospital.backups();
        // tag::backups[]
        var backup = rb.step("backup", "Back up the database", Backups.full(provider, "EMRNext"))
                .timeout(ofMinutes(30))
                .attempts(3, Backoff.exponential(ofSeconds(5)))
                .inDoubt(probe());
        rb.verify("whole", "The backup can be read back", Backups.readsBack(provider, backup));
        rb.verify(
                "young",
                "There is a verified backup",
                Backups.verifiedFullBackupWithin(provider, "EMRNext", ofHours(24)));
        // end::backups[]
    }

    @Test
    void databases_are_backed_up() throws Exception {
        var report = run(this::backups);

        assertThat(report.succeeded()).as(report.toMarkdown()).isTrue();
        assertThat(hospital.backups().backups()).hasSize(1);
    }

    void deployment(RunbookBuilder rb, Deployer deployer) {
        // tag::deployments[]
        var version = rb.param("version", String.class);
        var pull = rb.step("pull", "Fetch the new version", Deployments.pull(deployer, version));
        var release = rb.step("deploy", "Roll out the new version", Deployments.rollOut(deployer, version))
                .needs(pull)
                .inDoubt(probe());
        rb.verify("running", "All services run", Deployments.allServicesWell(deployer))
                .within(ofMinutes(2));
        rb.verify("logs", "No errors since", Deployments.noErrorsSince(deployer, release));
        // end::deployments[]
        // tag::for-each[]
        rb.forEachOperation(
                        "restart",
                        "Restart {item}",
                        release.items(Release::services, service -> service.name()),
                        io.emrops.Done.class,
                        service -> Deployments.restart(deployer, service.name()))
                .atMost(2)
                .stopAfterFailures(1);
        // end::for-each[]
    }

    @Test
    void versions_are_rolled_out_and_services_restarted() throws Exception {
        var book = Runbook.define("guide", "Guide", rb -> deployment(rb, hospital.deployer()));

        var report = engine.start(book, RunRequest.by("m.meier").with("version", "2.0.0"))
                .await();

        assertThat(report.succeeded()).as(report.toMarkdown()).isTrue();
        assertThat(report.steps()).extracting(Report.StepReport::path).contains("restart[api]", "restart[web]");
        assertThat(hospital.deployer().running().version()).isEqualTo("2.0.0");
    }

    // tag::compose[]
    ComposeDeployer emrnext(Secret password) {
        return ComposeDeployer.project("emrnext")
                .file(Path.of("/opt/emrnext/docker-compose.yml"))
                .versionVariable("EMR_VERSION")
                .secretVariable("EMR_DB_PASSWORD", password)
                .healthyWithin(ofMinutes(3))
                .build();
    }
    // end::compose[]

    @Test
    void a_compose_project_is_described_before_anything_is_asked() {
        try (var deployer = emrnext(Secret.of("correct-horse".toCharArray()))) {
            assertThat(deployer).hasToString(deployer.toString());
        }
    }

    // tag::ready-made[]
    Runbook deployment(EmbeddedHospital hospital, Notifier mail, Path backups) {
        return DeploymentRunbook.of("emrnext-deploy", "Deploy EMRNext", hospital.deployer())
                .about(rb -> rb.owner("IT operations"))
                .tell("tell", mail, new Notice("stakeholders", "EMRNext is updated tonight", "From 2 to 6, read only."))
                .checklist("change-log", "Change log and impact assessment reviewed")
                .require("disk", "Room for the backup", Disk.of(backups).hasFree(mib(100)))
                .approval("go", "Change board agrees", "change-board", 2)
                .lock("emrnext")
                .window(MaintenanceWindow.weekly(DayOfWeek.SUNDAY, "02:00", "06:00", ZoneId.of("America/New_York")))
                .backup(hospital.backups(), "EMRNext")
                .migration(Commands.run("dotnet", "ef", "database", "update"), "migrations only add")
                .verify(
                        "health",
                        "The API answers",
                        Http.get(hospital.healthUrl()).expectJson("status", "healthy"))
                .database(hospital.database(), ofMillis(500))
                .tellWhenDone("told", mail, new Notice("stakeholders", "EMRNext is updated", "It is all yours again."))
                .build();
    }
    // end::ready-made[]

    @Test
    void the_ready_made_deployment_is_a_runbook_as_any_other() {
        assertThat(deployment(hospital, hospital.notifier(), home).toMarkdown()).contains("Sundays 02:00–06:00");
    }

    // tag::mail[]
    MailNotifier hospitalMail() {
        return MailNotifier.host("relay.hospital.example")
                .login(
                        "emrops",
                        Secret.from(() -> System.getenv("RELAY_PASSWORD").toCharArray()))
                .from("EMR operations <emr-operations@hospital.example>")
                .audience("stakeholders", "cio@hospital.example", "wards@hospital.example")
                .build();
    }

    void tell(RunbookBuilder rb, Notifier mail) {
        var notice = new Notice("stakeholders", "EMRNext is slow", "We are at it. Next word at 10.");
        rb.step("tell", "Tell the stakeholders", Notices.send(mail, notice));
    }
    // end::mail[]

    @Test
    void people_are_told() throws Exception {
        assertThat(hospitalMail().target().name()).contains("relay.hospital.example");

        var report = run(rb -> tell(rb, hospital.notifier()));

        assertThat(report.succeeded()).isTrue();
        assertThat(hospital.notifier().delivered()).hasSize(1);
    }

    // tag::database[]
    Database emrDatabase(DataSource pool) {
        return DataSourceDatabase.of(pool, new Target("sqlserver", "sql01/EMRNext", "sql01"));
    }

    Check databaseAnswers(DataSource pool) {
        return Databases.answersWithin(emrDatabase(pool), ofMillis(500));
    }
    // end::database[]

    @Test
    void a_database_that_is_not_there_is_a_finding() throws Exception {
        var pool = (DataSource) java.lang.reflect.Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, args) -> DriverManager.getConnection("jdbc:none:"));

        var report = run(rb -> rb.require("database", "The database answers", databaseAnswers(pool)));

        assertThat(report.verdict()).contains("sql01/EMRNext did not answer");
    }

    void choosing(RunbookBuilder rb, Deployer deployer) {
        // tag::deferred[]
        var version = rb.param("version", String.class);
        rb.step(
                "deploy",
                "Roll out",
                Operation.of(Release.class, in -> Deployments.rollOut(deployer, in.get(version))));
        // end::deferred[]
        // tag::structure[]
        rb.parallel("looks", "Look at both").branch("cache", "Cache", part -> {
            return part.require("cache", "The cache is well", run -> Finding.ok("it is"));
        });
        rb.forEach("warm", "Warm up {item}", Items.of(List.of("app-01", "app-02"), name -> name), (run, name) -> {
                    run.log("warming up " + name);
                })
                .nothingToUndo("a warm cache is no change");
        rb.action("big", "Rebuild the index", run -> run.log("rebuilding"))
                .nothingToUndo("an index holds nothing of its own")
                .onlyIf("only for a new main version", run -> run.get(version).endsWith(".0.0"));
        // end::structure[]
    }

    @Test
    void operations_are_chosen_and_steps_arranged() throws Exception {
        var book = Runbook.define("guide", "Guide", rb -> choosing(rb, hospital.deployer()));

        var report = engine.start(book, RunRequest.by("m.meier").with("version", "2.0.0"))
                .await();

        assertThat(report.succeeded()).as(report.toMarkdown()).isTrue();
        assertThat(report.steps())
                .extracting(Report.StepReport::path)
                .contains("deploy", "looks/cache/cache", "warm[app-02]", "big");
        assertThat(gib(1)).isGreaterThan(mib(1));
    }
}
