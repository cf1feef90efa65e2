package io.emrops.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.DataSize;
import io.emrops.InDoubt;
import io.emrops.Plan;
import io.emrops.Report;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.RunbookBuilder;
import io.emrops.StepFailedException;
import io.emrops.scaling.Capacity;
import io.emrops.scaling.Resources;
import io.emrops.scaling.Scalings;
import io.emrops.testkit.FakeDeployer;
import io.emrops.testkit.FakeScaler;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ScalingsTest {
    private static final Resources HALF_A_GIB = Resources.unlimited().memory(DataSize.mib(512));
    private static final Resources ONE_GIB = Resources.unlimited().cpus("1.5").memory(DataSize.gib(1));

    private final EngineFixture fixture = new EngineFixture();
    private final FakeDeployer deployer = FakeDeployer.of("emrnext", "api", "web")
            .version("1.0.0")
            .replicas("api", 2)
            .alreadyRunning("1.0.0");
    private final FakeScaler scaler =
            FakeScaler.of(deployer).host("8", DataSize.gib(32)).limits("api", HALF_A_GIB);

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void a_service_has_the_capacity_that_steps_gave_it() throws Exception {
        var report = run(rb -> {
            var out = rb.step("out", "Out", Scalings.scale(scaler, "api", 5));
            rb.step("more", "More", Scalings.resize(scaler, "api", ONE_GIB));
            rb.verify("count", "Count", Scalings.hasReplicas(scaler, "api", 5));
            rb.verify("size", "Size", Scalings.hasCapacity(scaler, "api", new Capacity(5, ONE_GIB)));
            rb.action("see", "See", run -> fixture.say(run.get(out).toString())).nothingToUndo("it looks");
        });

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        assertThat(replicas()).isEqualTo(5);
        assertThat(scaler.limits("api")).isEqualTo(ONE_GIB);
        assertThat(fixture.done).containsExactly(new Capacity(5, HALF_A_GIB).toString());
        assertThat(report.toMarkdown()).contains("Service api has 5 replicas of 1.5 processors, 1 GiB");
    }

    @Test
    void what_was_changed_is_undone_in_number_limits_and_what_is_kept() throws Exception {
        var before = scaler.resources("api");

        var report = run(rb -> {
            rb.step("out", "Out", Scalings.scale(scaler, "api", 5));
            rb.step("more", "More", Scalings.resize(scaler, "api", ONE_GIB));
            rb.action("break", "Break", run -> {
                        throw new StepFailedException("broken");
                    })
                    .nothingToUndo("it breaks");
        });

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(replicas()).isEqualTo(2);
        assertThat(scaler.resources("api")).isEqualTo(before);
    }

    @Test
    void instances_that_do_not_become_well_are_gone_after_the_undo() throws Exception {
        scaler.newInstancesFail("api");

        var report = run(rb -> rb.step("out", "Out", Scalings.scale(scaler, "api", 4)));

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(report.toMarkdown()).contains("2 of 4 replicas of api did not become well");
        assertThat(replicas()).isEqualTo(2);
        assertThat(scaler.withoutWork("api")).isZero();
    }

    @Test
    void an_answer_that_was_lost_is_asked_for_again() throws Exception {
        scaler.loseConnectionAfter("scale").loseConnectionAfter("resize");

        var report = run(rb -> {
            rb.step("out", "Out", Scalings.scale(scaler, "api", 4)).inDoubt(InDoubt.probe());
            rb.step("more", "More", Scalings.resize(scaler, "api", ONE_GIB)).inDoubt(InDoubt.probe());
        });

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        assertThat(scaler.applied()).hasSize(2);
    }

    @Test
    void a_rehearsal_tells_the_lines_and_what_would_be_refused() {
        var book = Runbook.define("plan", "Plan", rb -> {
            var count = rb.param("count", Integer.class).orElse(-1);
            rb.step("out", "Out", Scalings.scale(scaler, "api", 3));
            rb.step("same", "Same", Scalings.scale(scaler, "web", 1));
            rb.step("negative", "Negative", Scalings.scale(scaler, "api", count));
            rb.step("large", "Large", Scalings.resize(scaler, "api", ONE_GIB.cpus("9")));
            rb.step("missing", "Missing", Scalings.resize(scaler, "nothing", ONE_GIB));
        });

        var plan = fixture.engine.plan(book, EngineFixture.REQUEST);

        assertThat(plan.steps())
                .extracting(Plan.PlannedStep::foretold)
                .containsExactly(
                        Plan.Foretold.YES,
                        Plan.Foretold.YES,
                        Plan.Foretold.REFUSED,
                        Plan.Foretold.REFUSED,
                        Plan.Foretold.REFUSED);
        assertThat(plan.toMarkdown())
                .contains("service api")
                .contains("2 replicas")
                .contains("3 replicas");
        assertThat(scaler.changes()).isEmpty();
    }

    @Test
    void limits_that_a_start_would_forget_are_not_the_capacity_that_was_wanted() throws Exception {
        scaler.changeByHand("api", ONE_GIB);

        var report =
                run(rb -> rb.verify("size", "Size", Scalings.hasCapacity(scaler, "api", new Capacity(2, ONE_GIB))));

        assertThat(report.state()).isEqualTo(RunState.FAILED);
        assertThat(report.toMarkdown()).contains("service api: kept for later starts");
    }

    @Test
    void a_platform_that_cannot_resize_says_so_before_anything_is_touched() throws Exception {
        scaler.withoutResize();

        var report = run(rb -> rb.step("more", "More", Scalings.resize(scaler, "api", ONE_GIB)));

        assertThat(report.toMarkdown()).contains("This platform cannot change the limits of what runs");
        assertThat(scaler.applied()).isEmpty();
    }

    private int replicas() {
        return deployer.running().service("api").orElseThrow().replicas();
    }

    private Report run(Consumer<RunbookBuilder> content) throws InterruptedException {
        return fixture.run(Runbook.define("scaling", "Scaling", content::accept));
    }
}
