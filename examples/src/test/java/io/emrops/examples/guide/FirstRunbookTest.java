package io.emrops.examples.guide;

import static io.emrops.DataSize.mib;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Finding;
import io.emrops.Plan;
import io.emrops.Report;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.core.Emrops;
import io.emrops.core.health.Disk;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class FirstRunbookTest {
    @TempDir
    private Path home;

    private Path settings;

    @BeforeEach
    void settings() throws Exception {
        settings = Files.writeString(home.resolve("emrnext.conf"), "max_sessions=200\n");
    }

    // tag::define[]
    Runbook sessionLimit(Path settings) {
        return Runbook.define("session-limit", "Change the limit of sessions", rb -> {
            rb.purpose("Gives EMRNext another limit of sessions, before the morning rush.");
            var limit = rb.param("limit", Integer.class).describedAs("How many people may be signed in at once");

            rb.section("Before the change");
            rb.require("room", "Room on the disk", Disk.of(settings).hasFree(mib(10)));

            rb.section("Change");
            rb.lock("emrnext-settings");
            rb.step("set", "Set the limit", String.class, run -> {
                        var before = Files.readString(settings);
                        Files.writeString(settings, "max_sessions=" + run.get(limit) + "\n");
                        return before;
                    })
                    .undo((run, before) -> Files.writeString(settings, before));

            rb.section("Proof");
            rb.verify("licensed", "The licence covers it", run -> {
                return run.get(limit) <= 500 ? Finding.ok("500 are licensed") : Finding.notOk("only 500 are licensed");
            });
        });
    }
    // end::define[]

    @Test
    void document() throws Exception {
        var text = sessionLimit(Path.of("emrnext.conf")).toMarkdown();

        Shown.on("first-runbook.md", "document", text.substring(text.indexOf("## Change")));
    }

    Plan rehearsed(Path directory) {
        // tag::rehearse[]
        var request = RunRequest.by("m.meier").because("CHG-4712").with("limit", 400);

        try (var engine = Emrops.engine(directory)) {
            var plan = engine.plan(sessionLimit(settings), request);
            System.out.println(plan.toMarkdown());
            return plan;
        }
        // end::rehearse[]
    }

    @Test
    void a_rehearsal_touches_nothing() throws Exception {
        var plan = rehearsed(home.resolve("emrops"));

        assertThat(plan.steps()).extracting(Plan.PlannedStep::path).contains("set");
        assertThat(settings).hasContent("max_sessions=200\n");
    }

    Report ran(Path directory, int limit) throws Exception {
        // tag::run[]
        var request = RunRequest.by("m.meier").because("CHG-4712").with("limit", limit);

        try (var engine = Emrops.engine(directory)) {
            var run = engine.start(sessionLimit(settings), request);
            var report = run.await();
            System.out.println(report.verdict());
            report.next().forEach(System.out::println);
            return report;
        }
        // end::run[]
    }

    @Test
    void a_good_limit_is_set_and_a_bad_one_is_undone() throws Exception {
        assertThat(ran(home.resolve("emrops"), 400).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(settings).hasContent("max_sessions=400\n");

        var bad = ran(home.resolve("emrops"), 5000);
        assertThat(bad.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(settings).hasContent("max_sessions=400\n");
        Shown.on("first-runbook.md", "verdict", bad.verdict());
    }

    @Test
    void a_value_that_is_none_is_refused_before_anything_runs() {
        // tag::refused[]
        var request = RunRequest.by("m.meier").with("limit", "many");
        // end::refused[]

        try (var engine = Emrops.engine(home.resolve("emrops"))) {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> engine.start(sessionLimit(settings), request))
                    .isInstanceOf(io.emrops.PreconditionFailedException.class)
                    .satisfies(e -> Shown.on("first-runbook.md", "refusal", e.getMessage()));
            assertThat(engine.runs()).isEmpty();
        }
    }
}
