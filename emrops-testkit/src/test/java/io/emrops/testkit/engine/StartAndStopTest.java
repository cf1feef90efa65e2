package io.emrops.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Progress;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.StepFailedException;
import io.emrops.deploy.Deployer;
import io.emrops.deploy.Deployments;
import io.emrops.deploy.ServiceStatus;
import io.emrops.testkit.FakeDeployer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What has done its work counts as running in how services are, and does not run. */
@Timeout(60)
final class StartAndStopTest {
    private final EngineFixture fixture = new EngineFixture();
    private final FakeDeployer fake =
            FakeDeployer.of("emrnext", "api").version("1.0.0").alreadyRunning("1.0.0");
    private final Deployer deployer = withFinishedJob();

    @AfterEach
    void close() {
        fixture.close();
    }

    private Deployer withFinishedJob() {
        return (Deployer) Proxy.newProxyInstance(
                Deployer.class.getClassLoader(), new Class<?>[] {Deployer.class}, (proxy, method, args) -> {
                    try {
                        return method.getName().equals("status")
                                ? List.of(new ServiceStatus("migrate", 1, 1, 1, "1 of 1 running, 1 finished"))
                                : method.invoke(fake, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void a_start_is_undone_by_a_stop_where_only_a_job_had_run_before() throws Exception {
        fake.stop(Progress.none());

        var report = fixture.run(Runbook.define("start", "Start", rb -> {
            rb.step("start", "Start", Deployments.start(deployer));
            rb.action("fail", "Fail", run -> {
                        throw new StepFailedException("as the test wants it");
                    })
                    .nothingToUndo("it does nothing");
        }));

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(fake.isStopped()).isTrue();
    }
}
