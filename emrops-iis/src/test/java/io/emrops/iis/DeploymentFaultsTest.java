package io.emrops.iis;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Answer;
import io.emrops.Engine;
import io.emrops.Progress;
import io.emrops.Report;
import io.emrops.Run;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.StoreException;
import io.emrops.core.Emrops;
import io.emrops.deploy.Release;
import io.emrops.deploy.ReleaseRequest;
import io.emrops.runbooks.DeploymentRunbook;
import io.emrops.testkit.CrashingRunStore;
import io.emrops.testkit.InMemoryLeases;
import io.emrops.testkit.InMemoryRunStore;
import io.emrops.testkit.SimulatedCrash;
import io.emrops.testkit.windows.AnswerFault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A deployment with other settings, disturbed wherever it can be: the site is on the old version or the new one, with all that belongs to it. */
@Tag("long")
final class DeploymentFaultsTest {
    private static final RunRequest REQUEST = RunRequest.by("m.meier").with("version", "2.0.0");
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private int labs;

    /** What happens once, to a script that comes. */
    enum Fault {
        /** It has run, and its answer is lost. */
        LOST_ANSWER {
            @Override
            void next(IisLab lab) {
                lab.scripted.faults().onNextCommand(AnswerFault.dropAfter(0));
            }
        },
        /** It does not run. */
        HALF_CLIXML {
            @Override
            void next(IisLab lab) {
                lab.scripted.faults().onNextCommand(AnswerFault.halfCliXml());
            }
        },
        /** Whoever we log in as has too many shells open. */
        NO_SHELL {
            @Override
            void next(IisLab lab) {
                lab.scripted.faults().refuseNextShell();
            }

            @Override
            void none(IisLab lab) {
                lab.scripted.faults().letNextShell();
            }
        };

        abstract void next(IisLab lab);

        /** Nothing happens to the next script. */
        void none(IisLab lab) {
            lab.scripted.faults().onNextCommand(AnswerFault.garbageBefore(""));
        }
    }

    /** An older version that runs with settings of its own, and the runbook that brings the newer one. */
    private final class Scene implements AutoCloseable {
        final IisLab lab;
        final IisDeployer deployer;
        final Release before;

        Scene(Consumer<IisLab> arrange) throws Exception {
            lab = new IisLab(directory.resolve("lab" + labs++)).version("1.0.0").version("2.0.0");
            before = lab.deployer().rollOut(new ReleaseRequest("1.0.0", "first"), Progress.none());
            deployer = lab.builder()
                    .environment("REGION", "EU")
                    .binding(IisBinding.http("scheduler.hospital.example", 80))
                    .build();
            arrange.accept(lab);
        }

        Runbook book() {
            return book(false);
        }

        Runbook book(boolean rolling) {
            var book = DeploymentRunbook.of("scheduler-deploy", "Deploy Hospital Scheduler", deployer)
                    .wellWithin(Duration.ofSeconds(2))
                    .withoutLogCheck();
            return (rolling ? book.rolling() : book).build();
        }

        /** Old or new, and nothing between. */
        boolean isNew() throws InterruptedException {
            var now = deployer.current();
            var regions = now.variables().get("environment.REGION");
            if (now.version().equals("2.0.0")) {
                assertThat(regions).isEqualTo("EU");
                assertThat(now.variables()).containsKey("binding.2");
                return true;
            }
            assertThat(now.services()).isEqualTo(before.services());
            assertThat(now.variables()).isEqualTo(before.variables());
            return false;
        }

        @Override
        public void close() {
            lab.close();
        }
    }

    private static Report finish(Run run) throws Exception {
        run.awaitState(state -> state.ended() || state == RunState.IN_DOUBT, SOON);
        while (run.state() == RunState.IN_DOUBT) {
            for (var question : run.questions()) {
                run.answer(question.stepPath(), Answer.notApplied("m.meier").remark("to be done again"));
            }
            run.awaitState(
                    state -> state.ended()
                            || state == RunState.IN_DOUBT && !run.questions().isEmpty(),
                    SOON);
        }
        return run.await();
    }

    @ParameterizedTest
    @EnumSource
    void a_script_that_is_disturbed_leaves_the_site_on_one_version(Fault fault) throws Exception {
        // Closer to each other where the script has run; where it has not, those that stand beside each other end
        // alike.
        disturbed(fault, false, fault == Fault.LOST_ANSWER ? 3 : 6, 15);
    }

    @ParameterizedTest
    @EnumSource
    void so_does_one_of_a_rolling_deployment(Fault fault) throws Exception {
        disturbed(fault, true, fault == Fault.LOST_ANSWER ? 6 : 9, 20);
    }

    /** Begins at another script each time, so that in time all have their turn. */
    private void disturbed(Fault fault, boolean rolling, int step, int scripts) throws Exception {
        var commands = 1 + ThreadLocalRandom.current().nextInt(step);
        var succeeded = 0;
        while (true) {
            var nth = commands;
            try (var scene = new Scene(lab -> {
                        for (var i = 1; i < nth; i++) {
                            fault.none(lab);
                        }
                        fault.next(lab);
                    });
                    var engine = Emrops.inMemory().build()) {
                var report = finish(engine.start(scene.book(rolling), REQUEST));
                if (scene.lab.scripted.faults().waiting() > 0) {
                    break;
                }
                assertThat(scene.isNew())
                        .as("script %s: %s", nth, report.toMarkdown())
                        .isEqualTo(report.succeeded());
                assertThat(report.leftChanged()).as(report.toMarkdown()).isEmpty();
                assertThat(scene.lab.windows.iis().sites()).hasSize(1);
                succeeded += report.succeeded() ? 1 : 0;
            }
            commands += step;
        }
        assertThat(commands).isGreaterThan(scripts);
        assertThat(succeeded).isPositive();
    }

    @Test
    void a_slow_link_is_no_fault() throws Exception {
        try (var scene = new Scene(lab -> lab.scripted.faults().slowLink(Duration.ofMillis(20)));
                var engine = Emrops.inMemory().build()) {
            var report = finish(engine.start(scene.book(), REQUEST));

            assertThat(report.succeeded()).as(report.toMarkdown()).isTrue();
            assertThat(scene.isNew()).isTrue();
        }
    }

    @Test
    void files_of_the_old_version_that_are_in_use_keep_nobody_from_the_new_one() throws Exception {
        try (var scene = new Scene(lab -> {});
                var engine = Emrops.inMemory().build()) {
            scene.lab.windows.files().lock(scene.before.services().get(0).image() + "\\web.config");

            assertThat(finish(engine.start(scene.book(), REQUEST)).succeeded()).isTrue();
            assertThat(scene.isNew()).isTrue();
        }
    }

    @Test
    void a_zip_that_somebody_else_has_open_leaves_the_old_version() throws Exception {
        try (var scene = new Scene(lab -> {});
                var engine = Emrops.inMemory().build()) {
            var files = scene.lab.windows.files();
            var zip = IisLab.ROOT + "\\incoming\\" + scene.lab.digest("2.0.0") + ".zip";
            files.lock(zip);

            var report = finish(engine.start(scene.book(), REQUEST));

            assertThat(report.succeeded()).isFalse();
            assertThat(scene.isNew()).isFalse();
            files.unlock(zip);
            assertThat(finish(engine.start(scene.book(), REQUEST)).succeeded()).isTrue();
        }
    }

    @Test
    void a_pool_that_does_not_start_any_more_brings_the_old_version_back() throws Exception {
        try (var scene = new Scene(lab -> {});
                var engine = Emrops.inMemory().build()) {
            scene.lab.windows.iis().crashes(folderOfNew(scene));

            var report = finish(engine.start(scene.book(), REQUEST));

            assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
            assertThat(scene.isNew()).isFalse();
            assertThat(scene.deployer.status()).allMatch(status -> status.ok());
        }
    }

    private static String folderOfNew(Scene scene) throws InterruptedException {
        scene.deployer.pull(new ReleaseRequest("2.0.0", "pull"), Progress.none());
        return scene.lab.windows.files().in(IisLab.ROOT + "\\releases").stream()
                .filter(path ->
                        path.contains("2.0.0") && scene.lab.windows.files().isDirectory(path))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_configuration_that_cannot_be_written_leaves_the_old_version() throws Exception {
        try (var scene = new Scene(lab -> lab.windows.iis().refuseCommits(true));
                var engine = Emrops.inMemory().build()) {
            var report = finish(engine.start(scene.book(), REQUEST));

            assertThat(report.succeeded()).isFalse();
            scene.lab.windows.iis().refuseCommits(false);
            assertThat(scene.isNew()).isFalse();
        }
    }

    @Test
    void a_disk_without_room_leaves_the_old_version() throws Exception {
        try (var scene = new Scene(lab -> lab.windows.files().full(true));
                var engine = Emrops.inMemory().build()) {
            var report = finish(engine.start(scene.book(), REQUEST));

            assertThat(report.succeeded()).isFalse();
            assertThat(scene.isNew()).isFalse();
        }
    }

    @Test
    void a_host_that_restarts_in_the_middle_has_one_version() throws Exception {
        try (var scene = new Scene(lab -> {});
                var engine = Emrops.inMemory().build()) {
            scene.lab.windows.iis().onProbe(request -> {
                scene.lab.windows.iis().onProbe(again -> java.util.OptionalInt.empty());
                scene.lab.windows.iis().reboot();
                return java.util.OptionalInt.empty();
            });

            var report = finish(engine.start(scene.book(), REQUEST));

            assertThat(scene.isNew()).as(report.toMarkdown()).isEqualTo(report.succeeded());
            assertThat(scene.deployer.status()).allMatch(status -> status.ok());
        }
    }

    @Test
    void it_comes_to_its_end_wherever_its_process_dies_and_a_second_run_changes_nothing() throws Exception {
        var deaths = 0;
        while (diesAndComesToItsEnd(deaths + 1)) {
            deaths++;
        }
        assertThat(deaths).isGreaterThan(6);
    }

    private boolean diesAndComesToItsEnd(int record) throws Exception {
        var store = new InMemoryRunStore();
        var leases = new InMemoryLeases();
        var dying = CrashingRunStore.over(store).crashAfter(record);
        try (var scene = new Scene(lab -> {})) {
            try (var engine = Emrops.builder(dying, leases).build()) {
                engine.start(scene.book(), REQUEST).awaitState(RunState::ended, SOON);
            } catch (StoreException | SimulatedCrash e) {
                assertThat(dying.crashed()).isTrue();
            }
            leases.die();
            scene.isNew();
            try (var engine =
                    Emrops.builder(store.reopen(), leases.anotherProcess()).build()) {
                for (var known : engine.runs()) {
                    goOn(engine, scene, known.runId());
                }
            }
            assertThat(scene.isNew()).as("record %s", record).isTrue();
            if (record % 4 == 0) {
                changesNothing(scene);
            }
        }
        return dying.crashed();
    }

    private static void goOn(Engine engine, Scene scene, String runId) throws Exception {
        var report = engine.report(runId);
        if (!report.state().ended()) {
            report = finish(engine.resume(scene.book(), runId));
        }
        assertThat(report.succeeded()).as(report.toMarkdown()).isTrue();
    }

    private static void changesNothing(Scene scene) throws Exception {
        var iis = scene.lab.windows.iis();
        var commits = iis.commits();
        try (var engine = Emrops.inMemory().build()) {
            assertThat(finish(engine.start(scene.book(), REQUEST)).succeeded()).isTrue();
        }
        assertThat(iis.commits()).isEqualTo(commits);
    }
}
