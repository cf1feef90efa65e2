package io.emrops.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.deploy.Release;
import io.emrops.testkit.RequiresEngine;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@RequiresEngine({"docker", "registry", "compose-v2"})
final class ComposeV2IT extends ComposeScenarios {
    private static ComposeCommand compose;

    @BeforeAll
    static void find() {
        compose = ComposeCommand.of(System.getenv().getOrDefault("EMROPS_COMPOSE_V2", "docker-compose"));
    }

    @Override
    ComposeCommand compose() {
        return compose;
    }

    @Test
    void a_tag_that_moved_in_the_registry_does_not_keep_the_old_image_from_coming_back() throws Exception {
        var app = lab.deployer(compose()).build();
        var tag = lab.project;
        lab.build("app:" + tag, "exit 0");
        var before = app.rollOut(request(tag), Progress.none());
        var side = lab.ids("side");
        var old = lab.instances().of("app").get(0).imageId();
        lab.tag("app:2.0.0", "app", tag);
        lab.push("app:" + tag);
        lab.name(old, "app", tag); // as on a machine that has never seen the new one

        var changes = app.preview(request(tag));
        app.pull(request(tag), Progress.none());
        var moved = app.rollOut(request(tag), Progress.none());
        lab.connection.client().removeImageCmd(old).withForce(true).exec();
        var back = app.rollBack(before, Progress.none());
        var ids = lab.ids("app", "side");
        app.rollBack(before, Progress.none());

        assertThat(changes).hasSize(1);
        assertThat(moved.services()).isNotEqualTo(before.services());
        assertThat(back.services()).isEqualTo(before.services());
        assertThat(app.current()).isEqualTo(back);
        assertThat(lab.instances().of("app").get(0).imageId()).isEqualTo(old);
        assertThat(lab.ids("app", "side")).isEqualTo(ids);
        assertThat(lab.ids("side")).isEqualTo(side);
    }

    @Test
    void errors_are_counted_from_the_moment_asked_for_and_services_restart_one_by_one() throws Exception {
        var app = lab.deployer(compose()).build();
        app.rollOut(request("1.0.0"), Progress.none());
        var instance = lab.instances().of("app").get(0);
        lab.log(instance, "ERROR Too early");
        var early = engine.now();
        var since = await().until(engine::now, now -> now.isAfter(early.plusMillis(20)));
        lab.log(instance, "ERROR Patient 4711 'Jane Doe' could not be saved");
        lab.log(instance, "ERROR Patient 4712 'John Smith' could not be saved");
        lab.log(instance, "INFO 0 errors, no exception");

        var findings = app.errorsSince(since);
        app.restart("app", Progress.none());

        assertThat(findings).singleElement().satisfies(f -> {
            assertThat(f.service()).isEqualTo("app");
            assertThat(f.signature()).isEqualTo("ERROR Patient * could not be saved");
            assertThat(f.count()).isEqualTo(2);
            assertThat(f.first()).isBetween(since, f.last());
        });
        assertThat(lab.instances().of("app")).singleElement().satisfies(restarted -> {
            assertThat(restarted.id()).isEqualTo(instance.id());
            assertThat(restarted.startedAt()).isAfter(instance.startedAt());
            assertThat(restarted.well()).isTrue();
        });
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> app.restart("nothing", Progress.none()));
        assertThat(app.rollBack(Release.nothing(since), Progress.none()).isNothing())
                .isTrue();
        assertThat(lab.instances().isEmpty()).isTrue();
    }
}
