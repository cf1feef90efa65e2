package io.emrops.testkit.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Answer;
import io.emrops.Done;
import io.emrops.Finding;
import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Preview;
import io.emrops.Report;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.StepContext;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.Undoing;
import io.emrops.core.Emrops;
import io.emrops.core.command.Commands;
import io.emrops.runbooks.DeploymentRunbook;
import io.emrops.testkit.FakeDeployer;
import io.emrops.testkit.RunbookDocument;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class DeploymentRunbookTest {
    private static final Path DOCUMENTS = Path.of("src/test/resources/io/emrops/testkit/runbook");
    private static final RunRequest REQUEST = RunRequest.by("m.meier").with("version", "2.0.0");

    private final FakeDeployer scheduler = application();
    private final List<String> done = new ArrayList<>();
    private Optional<String> failing = Optional.empty();

    private static FakeDeployer application() {
        return FakeDeployer.of("HospitalScheduler", "HospitalScheduler")
                .version("1.0.0")
                .version("2.0.0")
                .alreadyRunning("1.0.0");
    }

    /** Something on this machine, which says in what state of the application it came. */
    private record Work(String name, DeploymentRunbookTest test, FakeDeployer on) implements Operation<Done> {
        @Override
        public String describe() {
            return "Do " + name;
        }

        @Override
        public Output<Done> output() {
            return Output.of(Done.class);
        }

        @Override
        public Target target() {
            return new Target("machine", "build01", "build01");
        }

        @Override
        public Preview<Done> preview(Inputs in) {
            return Preview.of(List.of(name));
        }

        @Override
        public Done execute(StepContext run) {
            if (test.failing.filter(name::equals).isPresent()) {
                throw new StepFailedException(name + " failed");
            }
            test.done.add(name + " at " + on.running().version());
            return Done.DONE;
        }

        @Override
        public Undoing<Done> undoing() {
            return Undoing.nothing("it is work of a test");
        }

        @Override
        public String kind() {
            return "test.work";
        }
    }

    private DeploymentRunbook book(FakeDeployer on) {
        return DeploymentRunbook.of("scheduler-deploy", "Deploy Hospital Scheduler", on)
                .prepare("dependencies", "Install the dependencies", new Work("ci", this, on))
                .prepare("build", "Build the pages", new Work("build", this, on))
                .migration(new Work("migrate", this, on), "migrations only add")
                .verifyMigration("schema", "The schema is that of the version", run -> {
                    done.add("verify at " + on.running().version());
                    return failing.filter("verify"::equals).isPresent()
                            ? Finding.notOk("a table is missing")
                            : Finding.ok("all tables are there");
                })
                .afterMigration("admin", "Create the first administrator", new Work("admin", this, on), "it can stay")
                .wellWithin(Duration.ofSeconds(1));
    }

    private Report run(Runbook book) throws InterruptedException {
        try (var engine = Emrops.inMemory().build()) {
            return engine.start(book, REQUEST).await();
        }
    }

    @Test
    void the_version_is_made_before_anything_that_runs_is_touched_and_the_rest_comes_behind_the_roll_out()
            throws Exception {
        var report = run(book(scheduler).build());

        assertThat(report.succeeded()).as(report.toMarkdown()).isTrue();
        assertThat(done)
                .containsExactly(
                        "ci at 1.0.0", "build at 1.0.0", "migrate at 2.0.0", "verify at 2.0.0", "admin at 2.0.0");
    }

    @Test
    void what_was_made_is_approved_before_anything_that_runs_is_touched() throws Exception {
        var book = book(scheduler)
                .approvalOfBuild("go", "The build is good", "change-board", 1)
                .build();
        try (var engine = Emrops.inMemory()
                .authorizer((person, group) -> group.equals("change-board") && person.equals("n.night"))
                .build()) {
            var run = engine.start(book, REQUEST);
            run.awaitState(state -> state == RunState.WAITING, Duration.ofSeconds(30));
            assertThat(done).containsExactly("ci at 1.0.0", "build at 1.0.0");
            assertThat(scheduler.changes()).isEmpty();

            run.answer("go", Answer.agree("n.night"));

            assertThat(run.await().succeeded()).isTrue();
        }
    }

    @Test
    void a_version_that_cannot_be_made_touches_nothing() throws Exception {
        failing = Optional.of("build");

        var report = run(book(scheduler).build());

        assertThat(report.succeeded()).isFalse();
        assertThat(report.leftChanged()).isEmpty();
        assertThat(scheduler.changes()).isEmpty();
    }

    @Test
    void a_schema_that_is_not_the_one_of_the_version_brings_the_old_one_back() throws Exception {
        failing = Optional.of("verify");

        var report = run(book(scheduler).build());

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(scheduler.running().version()).isEqualTo("1.0.0");
        assertThat(done).doesNotContain("admin at 2.0.0");
    }

    @Test
    void the_document_is_up_to_date() {
        var npm = Path.of("scheduler");
        var book = DeploymentRunbook.of("scheduler-deployment", "Deploy Hospital Scheduler", scheduler)
                .checklist("migrations", "Database migrations reviewed")
                .approval("go", "The change board agrees", "change-board", 2)
                .prepare(
                        "dependencies",
                        "Install the dependencies",
                        Commands.run("npm", "ci").in(npm))
                .prepare(
                        "build",
                        "Build the pages",
                        Commands.run("npm", "run", "build").in(npm))
                .prepare(
                        "build-whole",
                        "The build is whole",
                        Commands.run("npm", "run", "build:verify").in(npm))
                .lock("scheduler")
                .migration(
                        Commands.run("npm", "run", "db:migrate:production").in(npm),
                        "migrations only add; the previous version runs on the new schema")
                .verifyMigration(
                        "schema",
                        "Verify the migration",
                        Commands.run("npm", "run", "db:verify").in(npm))
                .afterMigration(
                        "admin",
                        "Create the first administrator",
                        Commands.run("npm", "run", "db:create-admin").in(npm),
                        "there is one already after the first deployment, and the program says so")
                .verify("health", "The API answers", run -> Finding.ok("healthy"))
                .build();

        RunbookDocument.assertUpToDate(book, DOCUMENTS.resolve("scheduler-deployment.md"));
    }
}
