package io.emrops.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Finding;
import io.emrops.Plan;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.deploy.ImagePolicy;
import io.emrops.deploy.Patched;
import io.emrops.deploy.Patches;
import io.emrops.testkit.FakeDeployer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Newer images are looked for, agreed to, installed, and taken back. */
@Timeout(60)
final class PatchesTest {
    private final EngineFixture fixture = new EngineFixture();
    private final FakeDeployer deployer =
            FakeDeployer.of("emrnext", "api", "web").version("1.0.0").alreadyRunning("1.0.0");
    private final AtomicReference<Runnable> between = new AtomicReference<>(() -> {});
    private final AtomicReference<Patched> patched = new AtomicReference<>();

    @AfterEach
    void close() {
        fixture.close();
    }

    private Runbook patch() {
        return Runbook.define("patch", "Patch", rb -> {
            var patcher = deployer.patcher();
            var found = rb.step("updates", "Look for newer images", Patches.updates(patcher));
            rb.require("known", "All registries have answered", Patches.allKnown(found));
            rb.action("between", "Between", run -> between.get().run()).nothingToUndo("it is the test's");
            var result = rb.step("patch", "Install them", Patches.patch(patcher, found));
            rb.verify("current", "Nothing newer is left", Patches.servicesCurrent(patcher));
            rb.action("tell", "Tell", run -> patched.set(run.get(result))).nothingToUndo("it tells");
        });
    }

    @Test
    void what_was_found_is_installed_and_told() throws Exception {
        var before = deployer.running();
        deployer.patcher().push("api");

        var report = fixture.run(patch());

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        assertThat(patched.get().services()).singleElement().satisfies(service -> {
            assertThat(service.service()).isEqualTo("api");
            assertThat(service.runs())
                    .isEqualTo(before.service("api").orElseThrow().digest());
            assertThat(service.available())
                    .isEqualTo(deployer.running().service("api").orElseThrow().digest());
        });
        assertThat(deployer.running().service("web")).isEqualTo(before.service("web"));
    }

    @Test
    void a_registry_that_moves_on_after_it_was_asked_stops_the_run_with_nothing_installed() throws Exception {
        var before = deployer.running();
        deployer.patcher().push("api");
        between.set(() -> deployer.patcher().push("api"));

        var report = fixture.run(patch());

        assertThat(report.state()).isNotEqualTo(RunState.SUCCEEDED);
        assertThat(deployer.running()).isEqualTo(before);
    }

    @Test
    void a_patch_that_does_not_become_well_is_undone_to_the_digests_before() throws Exception {
        var before = deployer.running();
        deployer.patcher().pushBroken("api");

        var report = fixture.run(patch());

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(deployer.running().runsTheSameAs(before)).isTrue();
        assertThat(deployer.isWell()).isTrue();
    }

    @Test
    void a_base_that_was_replaced_is_told_and_does_not_undo_a_patch() throws Exception {
        deployer.patcher().push("api").builtOn("web", "debian:12").pushBase("debian:12");

        var report = fixture.run(patch());

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        assertThat(report.toMarkdown()).contains("service web: has to be rebuilt, as its base debian:12");
        assertThat(patched.get().services()).hasSize(1);
    }

    @Test
    void a_look_for_updates_finds_them_of_services_and_of_bases_and_is_not_ok_while_it_knows_too_little()
            throws Exception {
        assertThat(looked()).isEqualTo("true Of 4 asked about: 2 images that do not say what they were built on");

        deployer.patcher().builtOn("web", "debian:12").pushBase("debian:12");
        assertThat(looked())
                .isEqualTo(
                        "false Of 4 asked about: 1 newer base image, 1 image that does not say what it was built on");

        deployer.patcher().push("api");
        assertThat(looked()).startsWith("false Of 4 asked about: 1 newer image, 1 newer base image");

        deployer.patcher().registryGoesAway();
        assertThat(looked()).startsWith("false Of 4 asked about: 3 images of which it is not known");
    }

    private String looked() throws Exception {
        var findings = new ArrayList<Finding>();
        var report = fixture.run(Runbook.define(
                "look",
                "Look",
                rb -> rb.action("look", "Look", run -> {
                            findings.add(
                                    Patches.updatesReported(deployer.patcher()).check(run));
                            findings.add(Patches.noUpdates(deployer.patcher()).check(run));
                        })
                        .nothingToUndo("it looks")));
        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        assertThat(findings.get(0).ok()).isTrue();
        assertThat(findings.get(0).text()).isEqualTo(findings.get(1).text());
        return findings.get(1).ok() + " " + findings.get(1).text();
    }

    @Test
    void silence_of_a_registry_and_images_of_no_registry_stop_the_run() throws Exception {
        deployer.patcher().registryGoesAway();
        var silent = fixture.run(patch());
        deployer.patcher().registryComesBack().builtHere("web");
        var local = fixture.run(patch());

        assertThat(silent.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(silent.toMarkdown()).contains("is not known: the registry does not answer");
        assertThat(local.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(local.toMarkdown()).contains("is not known: it never came from a registry");
        assertThat(deployer.patcher().changes()).isEmpty();
    }

    @Test
    void a_rehearsal_tells_the_digests_and_the_images_that_would_go() throws Exception {
        deployer.patcher().push("api");
        fixture.run(patch());
        deployer.patcher().push("api");
        var book = Runbook.define("both", "Both", rb -> {
            var found = rb.step("updates", "Look", Patches.updates(deployer.patcher()));
            rb.step("patch", "Install", Patches.patch(deployer.patcher(), found));
            rb.step("prune", "Prune", Patches.prune(deployer.patcher(), ImagePolicy.keep(1, Duration.ZERO)));
        });
        deployer.patcher().forgetCalls();

        var plan = fixture.engine.plan(book, EngineFixture.REQUEST);

        assertThat(plan.steps()).extracting(Plan.PlannedStep::foretold).containsOnly(Plan.Foretold.YES);
        assertThat(plan.toMarkdown())
                .contains("service api")
                .contains("sha256:")
                .containsPattern(
                        "Remove image emrnext/api:1\\.0\\.0 \\(sha256:[0-9a-f]{12}…, 30 MiB, 10 MiB of it its own\\)");
        assertThat(deployer.patcher().changes()).isEmpty();
    }
}
