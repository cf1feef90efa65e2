package io.emrops.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.Secret;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.deploy.ReleaseRequest;
import io.emrops.deploy.Service;
import io.emrops.deploy.ServiceStatus;
import io.emrops.docker.release.ReleaseStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What has to hold with each Compose. Each test has a project of its own, so that they do not wait for each other. */
@Execution(ExecutionMode.CONCURRENT)
abstract class ComposeScenarios {
    static final Path EMRNEXT = Path.of("..", "examples", "emrnext", "compose.yml");

    final DockerEngine engine = DockerEngine.local();
    Lab lab;

    abstract ComposeCommand compose();

    @BeforeEach
    void open() throws Exception {
        lab = new Lab(engine);
    }

    @AfterEach
    void close() throws Exception {
        lab.close();
        engine.close();
    }

    @Test
    void a_stack_started_by_hand_goes_to_the_next_version_and_back_with_its_three_instances() throws Exception {
        lab.byHand(compose(), EMRNEXT.toAbsolutePath(), Map.of(), "up", "-d", "--scale", "api=3");
        var emrnext = emrnext(Duration.ofSeconds(30));
        var untouched = lab.ids("web", "cache");
        var before = emrnext.current();

        var changes = emrnext.preview(ReleaseRequest.preview("2.0.0"));
        var release = emrnext.rollOut(new ReleaseRequest("2.0.0", "run/deploy#1"), Progress.none());

        assertThat(before.version()).isEqualTo("1.0.0");
        assertThat(before.variables()).containsEntry("EMR_VERSION", "1.0.0");
        assertThat(changes)
                .singleElement()
                .asString()
                .matches("service api: \\S+/emr/api:1\\.0\\.0 \\(sha256:[0-9a-f]{12}…\\)"
                        + " → \\S+/emr/api:2\\.0\\.0 \\(sha256:[0-9a-f]{12}…\\), 3 replicas");
        assertThat(release.service("api")).map(Service::replicas).contains(3);
        assertThat(lab.get("api", "/api/version")).hasSize(3).allMatch(a -> a.contains("2.0.0"));
        assertThat(emrnext.current()).isEqualTo(release);
        assertThat(emrnext(Duration.ofSeconds(30)).find("run/deploy#1")).contains(release);

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> emrnext(Duration.ofSeconds(3)).rollOut(request("2.1.0"), Progress.none()))
                .withMessageMatching("Not well within 3 s: api \\(3 of 3 running, .*(unhealthy|still starting)\\)");
        assertThat(emrnext.status())
                .filteredOn(s -> !s.ok())
                .extracting(ServiceStatus::service)
                .containsExactly("api");

        var back = emrnext.rollBack(before, Progress.none());
        var ids = lab.ids("api", "web", "cache");
        emrnext.rollBack(before, Progress.none());

        assertThat(lab.get("api", "/api/version")).hasSize(3).allMatch(a -> a.contains("1.0.0"));
        assertThat(back.runsTheSameAs(before)).isTrue();
        assertThat(lab.ids("api", "web", "cache")).isEqualTo(ids);
        assertThat(lab.ids("web", "cache")).isEqualTo(untouched);
        assertThat(emrnext.find("run/deploy#1")).isEmpty();
    }

    @Test
    void a_missing_version_is_noticed_before_anything_is_touched() throws Exception {
        var app = lab.deployer(compose()).build();
        app.rollOut(request("1.0.0"), Progress.none());
        var ids = lab.ids("app", "side");

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> app.preview(ReleaseRequest.preview("9.9.9")))
                .withMessageContaining("app:9.9.9");
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> app.pull(request("9.9.9"), Progress.none()));
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> app.rollOut(request("9.9.9"), Progress.none()));

        assertThat(lab.ids("app", "side")).isEqualTo(ids);
        assertThat(app.status()).allMatch(ServiceStatus::ok);
    }

    @Test
    void a_registry_that_does_not_answer_is_told_from_a_missing_version() throws Exception {
        var app = lab.deployer(compose()).build();
        Files.writeString(lab.directory.resolve("compose.yml"), """
                services:
                  app:
                    image: 127.0.0.1:1/emropsit/app:${APP_VERSION}
                """);

        assertThatThrownBy(() -> app.pull(request("1.0.0"), Progress.none()))
                .isInstanceOf(TargetUnavailableException.class);
        assertThatThrownBy(() -> app.rollOut(request("1.0.0"), Progress.none()))
                .isInstanceOf(TargetUnavailableException.class);
        assertThat(app.current().isNothing()).isTrue();
    }

    @Test
    void scale_and_settings_are_kept_and_secrets_are_not() throws Exception {
        var secret = "not-for-the-journal";
        var first = lab.deployer(compose())
                .variable("GREETING", "it's \"$5\" & more")
                .secretVariable("APP_PASSWORD", Secret.of(secret.toCharArray()))
                .build();
        first.rollOut(request("1.0.0"), Progress.none());
        lab.byHand(
                compose(),
                lab.file(),
                Map.of("GREETING", "it's \"$5\" & more", "APP_PASSWORD", secret),
                "up",
                "-d",
                "--no-recreate",
                "--scale",
                "app=2");
        var second = lab.deployer(compose())
                .secretVariable("APP_PASSWORD", Secret.of(secret.toCharArray()))
                .build();
        var before = second.current();

        var release = second.rollOut(request("2.0.0"), Progress.none());
        second.rollBack(before, Progress.none());

        assertThat(release.service("app")).map(Service::replicas).contains(2);
        assertThat(release.variables())
                .containsEntry("GREETING", "it's \"$5\" & more")
                .doesNotContainKey("APP_PASSWORD");
        assertThat(lab.instances().of("app"))
                .hasSize(2)
                .allMatch(i -> lab.environmentOf(i, "GREETING").equals("it's \"$5\" & more"))
                .allMatch(i -> lab.environmentOf(i, "PASSWORD").equals(secret));
        assertThat(lab.connection
                        .client()
                        .listVolumesCmd()
                        .withFilter("label", List.of(ReleaseStore.PROJECT + "=" + lab.project))
                        .exec()
                        .getVolumes())
                .noneMatch(v -> v.getLabels().toString().contains(secret))
                .filteredOn(v -> !v.getName().endsWith("-reached"))
                .hasSize(3);
    }

    ComposeDeployer emrnext(Duration within) {
        return ComposeDeployer.project(lab.project)
                .file(EMRNEXT)
                .versionVariable("EMR_VERSION")
                .variable("EMR_REGISTRY", Lab.REGISTRY)
                .compose(compose())
                .engine(engine)
                .healthyWithin(within)
                .build();
    }

    static ReleaseRequest request(String version) {
        return new ReleaseRequest(version, "run/" + version + "#1");
    }
}
