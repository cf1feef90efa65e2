package io.emrops.testkit.engine;

import io.emrops.Answer;
import io.emrops.DataSize;
import io.emrops.Finding;
import io.emrops.OutcomeUnknownException;
import io.emrops.Report;
import io.emrops.Run;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.backup.BackupProvider;
import io.emrops.deploy.Deployer;
import io.emrops.runbooks.DeploymentRunbook;
import io.emrops.testkit.FakeBackupProvider;
import io.emrops.testkit.FakeDeployer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;

/**
 * A night on which EMRNext is deployed, in a time that is moved by hand: the same night each time, to the second. What
 * its providers do takes as long as it does in a small hospital.
 */
final class DeploymentFixture implements AutoCloseable {
    static final RunRequest REQUEST = RunRequest.by("m.meier").because("CHG-4711");
    private static final Map<String, Duration> TAKES = Map.of(
            "backup", Duration.ofSeconds(245),
            "verify", Duration.ofSeconds(50),
            "pull", Duration.ofSeconds(20),
            "rollOut", Duration.ofSeconds(130),
            "rollBack", Duration.ofSeconds(95));

    final TimedFixture fixture = new TimedFixture("2026-03-01T02:00:00Z");
    final FakeDeployer deployer = FakeDeployer.of("emrnext", "api", "web", "cache")
            .clock(() -> fixture.time.wallClock())
            .version("1.0.0")
            .version("2.0.0")
            .brokenVersion("2.1.0", "api")
            .alreadyRunning("1.0.0");
    final FakeBackupProvider backups =
            FakeBackupProvider.of("sql01").clock(() -> fixture.time.wallClock()).database("EMRNext", DataSize.gib(3));
    final Runbook deploy = DeploymentRunbook.of("emrnext-deploy", "Deploy EMRNext", slow(Deployer.class, deployer))
            .checklist("change-log", "Change log and impact assessment reviewed")
            .require("disk", "Room for the backup", run -> Finding.ok("118 GiB are free; 20 GiB are wanted"))
            .approval("go", "Change board agrees", "change-board", 2)
            .lock("emrnext")
            .backup(slow(BackupProvider.class, backups), "EMRNext")
            .verify("health", "The API answers", run -> {
                fixture.time.advance(Duration.ofSeconds(3));
                return Finding.ok("200 in 41 ms, status is healthy");
            })
            .build();

    /** Takes its time over everything, by the clock of the night. */
    private <T> T slow(Class<T> type, T provider) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            var takes = TAKES.get(method.getName());
            if (takes != null) {
                fixture.time.advance(takes);
            }
            try {
                return method.invoke(provider, args);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }

    /** All steps, with a registry that does not answer at first. */
    Report succeeded() throws Exception {
        deployer.failNext("pull", new TargetUnavailableException("The registry does not answer"));
        var run = approved("2.0.0");
        fixture.time.awaitTimer(Duration.ofSeconds(5)::equals, TimedFixture.SOON);
        fixture.time.advance(Duration.ofSeconds(5));
        return run.await();
    }

    Report rolledBack() throws Exception {
        return approved("2.1.0").await();
    }

    Report rollbackFailed() throws Exception {
        deployer.failNext(
                "rollBack", new StepFailedException("The engine refused to start api", null, null, "exit 17"));
        return approved("2.1.0").await();
    }

    Report inDoubt() throws Exception {
        deployer.failMidway(1, new OutcomeUnknownException("The connection to the engine was lost"));
        return approved("2.0.0").await();
    }

    Report cancelled() throws Exception {
        var run = waitingForApproval("2.0.0");
        fixture.time.advance(Duration.ofMinutes(7));
        run.cancel("operator", "the ward is full tonight");
        return run.await();
    }

    Report waiting() throws Exception {
        var run = waitingForApproval("2.0.0");
        fixture.time.advance(Duration.ofMinutes(7));
        run.answer("go", Answer.agree("a.first").remark("read it"));
        TimedFixture.awaitState(run, RunState.WAITING);
        return run.report();
    }

    Report failed() throws Exception {
        var run = waiting("2.0.0");
        run.answer("change-log", Answer.reject("m.meier").remark("the impact on the lab is not assessed"));
        return run.await();
    }

    Report paused() throws Exception {
        var run = waitingForApproval("2.0.0");
        run.pause("operator", "wait for the lab");
        return run.await();
    }

    Report rollbackStopped() throws Exception {
        var book = Runbook.define("recall", "Recall", rb -> {
            rb.action("mail", "Tell the wards", run -> fixture.time.advance(Duration.ofSeconds(2)))
                    .irreversible("a mail is a mail");
            rb.verify("read", "Somebody read it", run -> Finding.notOk("Nobody did"));
        });
        return fixture.engine.start(book, REQUEST).await();
    }

    private Run approved(String version) throws Exception {
        var run = waitingForApproval(version);
        fixture.time.advance(Duration.ofMinutes(7));
        run.answer("go", Answer.agree("a.first").remark("read it"));
        fixture.time.advance(Duration.ofMinutes(5));
        run.answer("go", Answer.agree("b.second"));
        return run;
    }

    private Run waitingForApproval(String version) throws Exception {
        var run = waiting(version);
        fixture.time.advance(Duration.ofSeconds(190));
        run.answer("change-log", Answer.confirm("m.meier").remark("with the lab"));
        while (run.questions().stream().noneMatch(q -> q.stepPath().equals("go"))) {
            TimedFixture.awaitState(run, RunState.WAITING);
        }
        TimedFixture.awaitState(run, RunState.WAITING);
        return run;
    }

    private Run waiting(String version) throws Exception {
        var run = fixture.engine.start(deploy, REQUEST.with("version", version));
        TimedFixture.awaitState(run, RunState.WAITING);
        return run;
    }

    @Override
    public void close() {
        fixture.close();
    }
}
