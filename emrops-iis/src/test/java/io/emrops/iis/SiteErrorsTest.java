package io.emrops.iis;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.InDoubt;
import io.emrops.Progress;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.core.Emrops;
import io.emrops.deploy.Deployments;
import io.emrops.deploy.LogFinding;
import io.emrops.deploy.Release;
import io.emrops.deploy.ReleaseRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SiteErrorsTest {
    @TempDir
    Path directory;

    private IisLab lab;

    @BeforeEach
    void start() throws Exception {
        lab = new IisLab(directory).version("1.0.0").version("2.0.0");
    }

    @AfterEach
    void stop() {
        lab.scripted.requireAllScripted();
        lab.close();
    }

    private static Release rollOut(IisDeployer deployer, String version) throws InterruptedException {
        return deployer.rollOut(new ReleaseRequest(version, "key-" + version), Progress.none());
    }

    @Test
    void errors_of_the_application_are_told_by_source_and_number() throws Exception {
        var deployer = lab.builder().errorSources("Hospital Scheduler").build();
        var since = rollOut(deployer, "1.0.0")
                .since()
                .truncatedTo(ChronoUnit.SECONDS)
                .plusSeconds(1);
        var events = lab.windows.events();
        events.add("Application", "Hospital Scheduler", 1000, 2, since.minusSeconds(1));
        events.add("Application", "Another", 1000, 2, since.plusSeconds(1));
        assertThat(deployer.errorsSince(since)).isEmpty();
        for (var i = 1; i <= 2500; i++) {
            events.add("Application", "hospital scheduler", 1001, i % 2 == 0 ? 2 : 4, since.plusSeconds(i));
        }
        events.add("Application", "Hospital Scheduler", 7, 1, since.plusSeconds(9000));

        assertThat(deployer.errorsSince(since))
                .containsExactly(
                        new LogFinding(
                                IisLab.SITE,
                                "hospital scheduler 1001",
                                1250,
                                since.plusSeconds(2),
                                since.plusSeconds(2500)),
                        new LogFinding(
                                IisLab.SITE,
                                "hospital scheduler 7",
                                1,
                                since.plusSeconds(9000),
                                since.plusSeconds(9000)));
        assertThat(lab.deployer().errorsSince(since)).isEmpty();
    }

    @Test
    void a_source_has_one_signature_whatever_its_case() throws Exception {
        var deployer = lab.builder()
                .errorSources("Scheduler", "SCHEDULER", "Scheduler")
                .build();
        var since = rollOut(deployer, "1.0.0")
                .since()
                .truncatedTo(ChronoUnit.SECONDS)
                .plusSeconds(1);
        lab.windows.events().add("Application", "scheduler", 7, 2, since.plusSeconds(1));
        lab.windows.events().add("Application", "Scheduler", 7, 2, since.plusSeconds(2));

        assertThat(deployer.errorsSince(since))
                .containsExactly(
                        new LogFinding(IisLab.SITE, "scheduler 7", 2, since.plusSeconds(1), since.plusSeconds(2)));
    }

    @Test
    void a_deployment_fails_on_a_new_error_of_the_application_alone() throws Exception {
        var deployer = lab.builder().errorSources("Scheduler").build();
        var events = lab.windows.events();
        events.add("Application", "Scheduler", 6, 2, Instant.parse("2026-01-01T00:00:00Z"));

        assertThat(deployed(
                        deployer,
                        "1.0.0",
                        () -> events.add(
                                "Application", "Scheduler", 7, 3, Instant.now().plusSeconds(60))))
                .isEqualTo(RunState.SUCCEEDED);
        assertThat(deployed(
                        deployer,
                        "2.0.0",
                        () -> events.add(
                                "Application", "Scheduler", 7, 2, Instant.now().plusSeconds(60))))
                .isNotEqualTo(RunState.SUCCEEDED);
    }

    private static RunState deployed(IisDeployer deployer, String version, Runnable meanwhile) throws Exception {
        var book = Runbook.define("deploy", "Deploy", rb -> {
            var release = rb.step("roll-out", "Roll out", Deployments.rollOut(deployer, version))
                    .inDoubt(InDoubt.probe());
            rb.action("meanwhile", "Something is logged", run -> meanwhile.run())
                    .nothingToUndo("a log only grows");
            rb.verify("errors", "No errors", Deployments.noErrorsSince(deployer, release));
        });
        try (var engine = Emrops.inMemory().build()) {
            return engine.start(book, RunRequest.by("m.meier")).await().state();
        }
    }
}
