package io.emrops.iis;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Answer;
import io.emrops.Progress;
import io.emrops.Report;
import io.emrops.ResumeRequest;
import io.emrops.Run;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.core.Emrops;
import io.emrops.deploy.ReleaseRequest;
import io.emrops.runbooks.DeploymentRunbook;
import io.emrops.testkit.windows.AnswerFault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that deploys is killed while the host is at a script of it, and another one goes on. */
@Tag("long")
@Timeout(300)
final class KilledDeploymentTest {
    private static final RunRequest REQUEST = RunRequest.by("m.meier").with("version", "2.0.0");
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    /** The process that is killed. */
    static final class Victim {
        private Victim() {}

        /** @param arguments the port, the trust store, the directory of the packages, that of the journal */
        public static void main(String[] arguments) throws Exception {
            try (var host = IisLab.host(Integer.parseInt(arguments[0]), Files.readAllBytes(Path.of(arguments[1])));
                    var engine = Emrops.engine(Path.of(arguments[3]))) {
                engine.start(book(IisLab.builder(host, Path.of(arguments[2]))), REQUEST)
                        .await();
            }
        }
    }

    private static Runbook book(IisDeployerBuilder deployer) {
        return DeploymentRunbook.of("scheduler-deploy", "Deploy Hospital Scheduler", deployer.build())
                .wellWithin(Duration.ofSeconds(2))
                .withoutLogCheck()
                .build();
    }

    @Test
    void another_process_brings_it_to_its_end_and_then_nothing_is_left_to_do() throws Exception {
        var killedAt = 2;
        while (isKilledAt(killedAt)) {
            killedAt += 4;
        }
        assertThat(killedAt).isGreaterThan(15);
    }

    private boolean isKilledAt(int script) throws Exception {
        var journal = directory.resolve("journal" + script);
        try (var lab =
                new IisLab(directory.resolve("lab" + script)).version("1.0.0").version("2.0.0")) {
            lab.deployer().rollOut(new ReleaseRequest("1.0.0", "first"), Progress.none());
            var trust = Files.write(directory.resolve("trust" + script), lab.trustStore());
            for (var i = 1; i < script; i++) {
                lab.scripted.faults().onNextCommand(AnswerFault.garbageBefore(""));
            }
            lab.scripted.faults().onNextCommand(AnswerFault.silence());
            var victim = start(lab, trust, journal);
            try {
                while (victim.isAlive() && lab.scripted.faults().waiting() > 0) {
                    LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
                }
                if (!victim.isAlive()) {
                    assertThat(victim.exitValue()).isZero();
                    return false;
                }
            } finally {
                victim.destroyForcibly().waitFor();
            }
            assertThat(lab.deployer().current().version()).isIn("1.0.0", "2.0.0");
            goOn(lab, journal);
            changesNothing(lab);
        }
        return true;
    }

    private static Process start(IisLab lab, Path trust, Path journal) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Victim.class.getName(),
                        Integer.toString(lab.scripted.winRm().getPort()),
                        trust.toString(),
                        lab.packages.toString(),
                        journal.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void goOn(IisLab lab, Path journal) throws Exception {
        try (var engine = Emrops.engine(journal)) {
            var cutOff = engine.runs().get(0).known().orElseThrow();
            assertThat(cutOff.state()).isEqualTo(RunState.RUNNING);

            var report = finish(engine.resume(book(lab.builder()), cutOff.runId(), ResumeRequest.by("n.night")));

            assertThat(report.succeeded()).as(report.toMarkdown()).isTrue();
        }
        var now = lab.deployer().current();
        assertThat(now.version()).isEqualTo("2.0.0");
        assertThat(lab.deployer().status()).allMatch(status -> status.ok());
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

    private static void changesNothing(IisLab lab) throws Exception {
        var commits = lab.windows.iis().commits();
        try (var engine = Emrops.inMemory().build()) {
            assertThat(finish(engine.start(book(lab.builder()), REQUEST)).succeeded())
                    .isTrue();
        }
        assertThat(lab.windows.iis().commits()).isEqualTo(commits);
    }
}
