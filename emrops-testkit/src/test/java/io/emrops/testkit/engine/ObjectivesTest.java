package io.emrops.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Answer;
import io.emrops.Finding;
import io.emrops.Objective;
import io.emrops.Report;
import io.emrops.RunState;
import io.emrops.Runbook;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What findings hold against targets stands at the head of the report, whoever asks for it and when. */
@Timeout(60)
final class ObjectivesTest {
    private static final Objective POINT =
            Objective.of("Recovery point of EMRNext (RPO)", Duration.ofHours(1)).achievable(Duration.ofDays(1));
    private static final Objective TIME =
            Objective.of("Recovery time of EMRNext (RTO)", Duration.ofHours(4)).measured(Duration.ofMinutes(95));

    private final TimedFixture fixture = new TimedFixture();

    /** Of a user's own, which only looks like a finding. */
    public record Lookalike(boolean ok, String text, List<String> objectives) {}

    @AfterEach
    void close() {
        fixture.close();
    }

    private Report run(Runbook book) throws InterruptedException {
        return fixture.start(book).await();
    }

    @Test
    void each_way_to_stand_is_shown_in_words() throws Exception {
        var report = run(Runbook.define("recover", "Recover EMRNext", rb -> {
            rb.verify(
                    "targets",
                    "The targets are kept",
                    run -> Finding.ok("They are told").stating(TIME, POINT.measured(Duration.ofMinutes(30))));
            rb.step(
                            "archive",
                            "Look at the archive",
                            Finding.class,
                            run -> Finding.notOk("It is not kept")
                                    .stating(
                                            Objective.of("Recovery point of the archive (RPO)", Duration.ofDays(1))
                                                    .missed("There was no backup of it for part of the time"),
                                            Objective.of("Recovery time of the archive (RTO)", Duration.ofDays(3))))
                    .nothingToUndo("looking changes nothing");
        }));

        var html = report.toHtml().replace(report.runId(), "20260302-100000-abcdef");
        // For those who want to look at it.
        Files.writeString(Files.createDirectories(Path.of("target/reports")).resolve("report-objectives.html"), html);
        Golden.assertSame(
                "report-objectives.md", report.toMarkdown().replace(report.runId(), "20260302-100000-abcdef"));
        Golden.assertSame("report-objectives.html", html.replaceFirst("(?s)<style>.*?</style>", "<style></style>"));
    }

    @Test
    void a_run_that_another_process_takes_up_still_shows_what_was_stated_before() throws Exception {
        var book = Runbook.define("two", "Two", rb -> {
            rb.verify("point", "Point", run -> Finding.ok("told").stating(POINT));
            rb.manual("told", "The wards are told");
            rb.verify("time", "Time", run -> Finding.ok("told").stating(TIME));
        });
        var run = fixture.start(book);
        TimedFixture.awaitState(run, RunState.WAITING);
        fixture.crash();
        assertThat(fixture.engine.report(run.id()).objectives()).containsExactly(POINT);

        var again = fixture.engine.resume(book, run.id(), TimedFixture.AGAIN);
        TimedFixture.awaitState(again, RunState.WAITING);
        again.answer("told", Answer.confirm("m.meier"));
        again.await();

        assertThat(fixture.engine.report(run.id()).objectives()).containsExactly(POINT, TIME);
        assertThat(fixture.engine.report(run.id()).verdict())
                .isEqualTo("Succeeded: all steps finished. Not kept: Recovery point of EMRNext (RPO).");
    }

    @Test
    void a_check_that_fails_states_them_too() throws Exception {
        var report = run(Runbook.define(
                "fails",
                "Fails",
                rb -> rb.verify("point", "Point", run -> Finding.notOk("no").stating(POINT))));

        assertThat(report.state()).isEqualTo(RunState.FAILED);
        assertThat(report.objectives()).containsExactly(POINT);
        assertThat(report.verdict()).doesNotContain("Not kept");
    }

    @Test
    void what_only_looks_like_a_finding_states_none() throws Exception {
        var report = run(Runbook.define(
                "other",
                "Other",
                rb -> rb.step(
                                "other",
                                "Other",
                                Lookalike.class,
                                run -> new Lookalike(true, "mine", List.of("to be rich")))
                        .nothingToUndo("no")));

        assertThat(report.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(report.objectives()).isEmpty();
        assertThat(report.toMarkdown()).doesNotContain("## Objectives");
    }

    @Test
    void of_a_step_that_is_repeated_the_last_finding_counts() throws Exception {
        var tries = new AtomicInteger();
        var run = fixture.start(Runbook.define(
                "repeated",
                "Repeated",
                rb -> rb.verify("time", "Time", r -> {
                            var first = tries.incrementAndGet() == 1;
                            var took = Duration.ofMinutes(first ? 300 : 200);
                            return new Finding(!first, "told", List.of(), List.of(TIME.measured(took)));
                        })
                        .within(Duration.ofMinutes(1))));
        fixture.pass(Duration.ofSeconds(1), run, RunState.SUCCEEDED);

        assertThat(run.await().objectives()).containsExactly(TIME.measured(Duration.ofMinutes(200)));
    }
}
