package io.emrops.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.deploy.ImageUpdate;
import io.emrops.deploy.ImageUpdate.Part;
import io.emrops.deploy.PatchRequest;
import io.emrops.deploy.ReleaseRequest;
import io.emrops.deploy.ServiceStatus;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What has to hold of patches with each Compose, beside the contract. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class PatcherScenarios {
    static final String BASE = "org.opencontainers.image.base.";

    final DockerEngine engine = DockerEngine.local();
    final String place = MovingRegistry.newPlace();
    Lab lab;
    MovingRegistry registry;
    ComposeDeployer deployer;

    abstract ComposeCommand compose();

    @BeforeAll
    void build() throws Exception {
        try (var registry = new MovingRegistry(engine, place)) {
            var base = Lab.REGISTRY + "/" + place + "/base:1";
            for (var image : List.of("base:v1", "base:v2", "app:v1", "app:v2", "side:1.0.0")) {
                registry.build(image, "exit 0", Map.of());
            }
            registry.build("app:broken", "exit 1", Map.of());
            registry.move("base:v1", "base:1");
            var labels = Map.of(BASE + "name", base, BASE + "digest", registry.digest("base:1"));
            registry.build("app:labelled", "exit 0", labels);
        }
    }

    @AfterAll
    void closeEngine() {
        engine.close();
    }

    @BeforeEach
    void open() throws Exception {
        lab = new Lab(engine);
        registry = new MovingRegistry(engine, place);
    }

    @AfterEach
    void close() throws Exception {
        lab.close();
        registry.close();
    }

    ComposeDeployer running(String image) throws Exception {
        registry.move("app:" + image, "app:" + lab.project);
        var file = Files.writeString(
                lab.directory.resolve("patched.yml"), """
                services:
                  app:
                    image: %s:${APP_VERSION}
                    depends_on: [side]
                  side:
                    image: %s
                """.formatted(registry.name("app"), registry.name("side:1.0.0")));
        deployer = ComposeDeployer.project(lab.project)
                .file(file)
                .versionVariable("APP_VERSION")
                .compose(compose())
                .engine(engine)
                .healthyWithin(Duration.ofSeconds(5))
                .build();
        deployer.rollOut(new ReleaseRequest(lab.project, "run/first#1"), Progress.none());
        return deployer;
    }

    ImageUpdate found(Part part) throws InterruptedException {
        return deployer.patcher().updates().images().stream()
                .filter(i -> i.service().equals("app") && i.part() == part)
                .findFirst()
                .orElseThrow();
    }

    PatchRequest request() throws InterruptedException {
        return new PatchRequest(deployer.patcher().updates(), "run/patch#1");
    }

    @Test
    void only_the_containers_of_the_patched_service_are_replaced_there_and_back() throws Exception {
        var patcher = running("v1").patcher();
        var before = deployer.current();
        var app = lab.ids("app");
        var side = lab.ids("side");
        registry.move("app:v2", "app:" + lab.project);

        var preview = patcher.preview(request());
        patcher.patch(request(), Progress.none());

        assertThat(preview)
                .singleElement()
                .asString()
                .matches("service app: \\S+ \\(sha256:[0-9a-f]{12}…\\) → sha256:[0-9a-f]{12}…, 1 replica");
        assertThat(lab.ids("app")).isNotEmpty().doesNotContainAnyElementsOf(app);
        assertThat(lab.ids("side")).isEqualTo(side);
        assertThat(deployer.current().service("app").orElseThrow().digest())
                .isEqualTo(registry.name("app") + "@" + registry.digest("app:v2"));

        registry.move("app:broken", "app:" + lab.project);
        var patched = deployer.current();
        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> patcher.patch(request(), Progress.none()));
        assertThat(deployer.status())
                .filteredOn(s -> !s.ok())
                .extracting(ServiceStatus::service)
                .containsExactly("app");
        deployer.rollBack(patched, Progress.none());
        assertThat(deployer.current().runsTheSameAs(patched)).isTrue();

        deployer.rollBack(before, Progress.none());

        assertThat(deployer.current().services()).isEqualTo(before.services());
        assertThat(lab.ids("side")).isEqualTo(side);
    }
}
