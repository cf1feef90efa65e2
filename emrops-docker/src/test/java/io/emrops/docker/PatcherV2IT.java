package io.emrops.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.deploy.ImagePolicy;
import io.emrops.deploy.ImageUpdate;
import io.emrops.deploy.ImageUpdate.Part;
import io.emrops.deploy.ImageUpdate.Verdict;
import io.emrops.deploy.ImageUpdates;
import io.emrops.deploy.OldImage;
import io.emrops.deploy.PatchRequest;
import io.emrops.deploy.ReleaseRequest;
import io.emrops.testkit.RequiresEngine;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

@RequiresEngine({"docker", "registry", "compose-v2"})
final class PatcherV2IT extends PatcherScenarios {
    @Override
    ComposeCommand compose() {
        return ComposeCommand.of(System.getenv().getOrDefault("EMROPS_COMPOSE_V2", "docker-compose"));
    }

    @Test
    void a_base_that_the_registry_has_replaced_is_told_by_the_labels_of_the_image() throws Exception {
        registry.move("base:v1", "base:1");
        running("labelled");
        var before = found(Part.BASE);

        registry.move("base:v2", "base:1");
        var after = found(Part.BASE);

        assertThat(before.verdict()).isEqualTo(Verdict.CURRENT);
        assertThat(after.needsRebuild()).isTrue();
        assertThat(after.runs()).isEqualTo(before.available());
        assertThat(after.available()).endsWith(registry.digest("base:v2"));
        assertThat(found(Part.OWN).verdict()).isEqualTo(Verdict.CURRENT);
        assertThat(deployer.patcher().preview(request())).isEmpty();
        assertThat(deployer.patcher().updates().images())
                .filteredOn(i -> i.service().equals("side") && i.part() == Part.BASE)
                .extracting(ImageUpdate::verdict)
                .containsExactly(Verdict.UNLABELLED);
    }

    @Test
    void the_digest_of_an_index_of_platforms_is_compared_with_that_of_an_index() throws Exception {
        registry.index("app:v1", "app:list1", "windows");
        running("list1");
        var before = found(Part.OWN);
        registry.index("app:v2", "app:" + lab.project, "windows");

        var after = found(Part.OWN);
        deployer.patcher().patch(request(), Progress.none());

        assertThat(before.verdict()).isEqualTo(Verdict.CURRENT);
        assertThat(after.patchable()).isTrue();
        assertThat(after.available()).endsWith(registry.digest("app:" + lab.project));
        assertThat(found(Part.OWN).verdict()).isEqualTo(Verdict.CURRENT);
    }

    @Test
    void a_base_named_by_the_manifest_of_a_platform_is_not_held_against_an_index() throws Exception {
        registry.index("base:v1", "base:1", "windows");
        running("labelled");

        var base = found(Part.BASE);

        assertThat(base.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(base.reason()).contains("index of several platforms");
    }

    @Test
    void what_was_built_on_the_engine_is_unknown_and_no_registry_is_asked_about_it() throws Exception {
        running("v1");
        var local = "emropsit-local:" + lab.project;
        var image = lab.instances().of("app").get(0).imageId();
        engine.connection()
                .client()
                .commitCmd(lab.instances().of("app").get(0).id())
                .withRepository("emropsit-local")
                .withTag(lab.project)
                .exec();
        try {
            Files.writeString(lab.directory.resolve("patched.yml"), """
                    services:
                      app:
                        image: emropsit-local:${APP_VERSION}
                    """);
            lab.byHand(compose(), lab.directory.resolve("patched.yml"), Map.of("APP_VERSION", lab.project), "up", "-d");

            var own = found(Part.OWN);

            assertThat(lab.instances().of("app").get(0).imageId()).isNotEqualTo(image);
            assertThat(own.verdict()).isEqualTo(Verdict.UNKNOWN);
            assertThat(own.reason()).contains("built or loaded on the Docker engine");
        } finally {
            lab.instances()
                    .of("app")
                    .forEach(i -> engine.connection()
                            .client()
                            .removeContainerCmd(i.id())
                            .withForce(true)
                            .exec());
            engine.connection().client().removeImageCmd(local).withForce(true).exec();
        }
    }

    @Test
    void a_service_that_shares_the_image_is_not_left_behind() throws Exception {
        running("v1");
        Files.writeString(lab.directory.resolve("patched.yml"), """
                services:
                  app:
                    image: %1$s:${APP_VERSION}
                  worker:
                    image: %1$s:${APP_VERSION}
                """.formatted(registry.name("app")));
        deployer.rollOut(new ReleaseRequest(lab.project, "run/second#1"), Progress.none());
        registry.move("app:v2", "app:" + lab.project);
        var both = deployer.patcher().updates();
        var one = new ImageUpdates(
                both.images().stream().filter(i -> i.service().equals("app")).toList());

        assertThat(both.patchable()).extracting(ImageUpdate::service).containsExactly("app", "worker");
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> deployer.patcher().preview(PatchRequest.preview(one)))
                .withMessageContaining("worker");
        deployer.patcher().patch(new PatchRequest(both, "run/patch#1"), Progress.none());
        assertThat(deployer.patcher().updates().patchable()).isEmpty();
    }

    @Test
    void images_with_other_names_or_containers_or_unknown_to_the_registry_are_not_pruned() throws Exception {
        var last = ImagePolicy.keep(1, Duration.ZERO);
        var patcher = running("v1").patcher();
        var old = deployer.current().service("app").orElseThrow().digest();
        registry.move("app:v2", "app:" + lab.project);
        patcher.patch(request(), Progress.none());
        var client = engine.connection().client();
        var id = client.inspectImageCmd(old).exec().getId();

        client.tagImageCmd(id, "emropsit-other", lab.project).exec();
        assertThat(reason(last, id)).contains("also called emropsit-other:");
        client.removeImageCmd("emropsit-other:" + lab.project).exec();

        var container = client.createContainerCmd(id).exec().getId();
        assertThat(reason(last, id)).isEqualTo("a container uses it");
        client.removeContainerCmd(container).exec();

        assertThat(reason(last, id)).isEmpty();
        registry.shut();
        assertThat(reason(last, id)).contains("its registry does not answer");
        var pruned = patcher.prune(last.evenIfOnlyHere(), Progress.none());

        assertThat(pruned.removed()).extracting(OldImage::id).containsExactly(id);
        assertThat(registry.stored()).doesNotContain(id);
    }

    private String reason(ImagePolicy policy, String id) throws InterruptedException {
        var images = deployer.patcher().oldImages(policy);
        return images.kept().stream()
                .filter(image -> image.id().equals(id))
                .map(OldImage::reason)
                .findFirst()
                .orElseGet(() -> {
                    assertThat(images.removable()).extracting(OldImage::id).contains(id);
                    return "";
                });
    }
}
