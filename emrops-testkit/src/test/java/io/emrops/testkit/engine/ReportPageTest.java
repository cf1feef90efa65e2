package io.emrops.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Answer;
import io.emrops.Finding;
import io.emrops.Items;
import io.emrops.MaintenanceWindow;
import io.emrops.Objective;
import io.emrops.OutcomeUnknownException;
import io.emrops.Report;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** The page of a report: whatever it is told, it shows, and shows it as text. */
@Timeout(60)
final class ReportPageTest {
    private static final Pattern PICTURE = Pattern.compile("(?s)<svg.*?</svg>");
    private static final Pattern TAG = Pattern.compile("<[^>]*>");

    private final TimedFixture fixture = new TimedFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private void work(Duration takes) {
        fixture.time.advance(takes);
    }

    /** For those who want to look at it, too. */
    private static List<Document> pictures(String name, Report report) throws Exception {
        var html = report.toHtml();
        var directory = Files.createDirectories(Path.of("target/reports"));
        Files.writeString(directory.resolve(name + ".html"), html);
        Files.writeString(directory.resolve(name + ".md"), report.toMarkdown());
        var pictures = new ArrayList<Document>();
        var found = PICTURE.matcher(html);
        while (found.find()) {
            pictures.add(DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(found.group()))));
        }
        return pictures;
    }

    private static List<String> texts(Document picture) {
        var texts = new ArrayList<String>();
        var nodes = picture.getElementsByTagName("text");
        for (var i = 0; i < nodes.getLength(); i++) {
            texts.add(nodes.item(i).getTextContent());
        }
        return texts;
    }

    @Test
    void three_steps_make_one_picture_with_a_row_each() throws Exception {
        var report = fixture.start(Runbook.define("three", "Three", rb -> {
                    rb.action("a", "A", run -> work(Duration.ofMillis(300))).nothingToUndo("no");
                    rb.action("b", "B", run -> work(Duration.ofMillis(150))).nothingToUndo("no");
                    rb.action("c", "C", run -> {}).nothingToUndo("no");
                }))
                .await();

        assertThat(pictures("three", report))
                .singleElement()
                .satisfies(picture -> assertThat(texts(picture))
                        .contains("1 a", "2 b", "3 c", "done, 300 ms", "done, 150 ms", "10:00:00.000", "2026-03-02"));
    }

    @Test
    void sixty_steps_make_pictures_that_fit_on_a_page() throws Exception {
        var report = fixture.start(Runbook.define("sixty", "Patch sixty servers", rb -> {
                    rb.forEach(
                                    "patch",
                                    "Patch {item}",
                                    Items.of(
                                            java.util.stream.IntStream.rangeClosed(1, 59)
                                                    .mapToObj(i -> "app-%02d.ward.example".formatted(i))
                                                    .toList(),
                                            item -> item),
                                    (run, item) -> work(Duration.ofSeconds(20 + item.hashCode() % 17)))
                            .nothingToUndo("a patch stays");
                }))
                .await();

        var pictures = pictures("sixty", report);

        assertThat(report.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(pictures).hasSize(2);
        assertThat(texts(pictures.get(0))).contains("2 patch[app-01.ward.example]");
        assertThat(texts(pictures.get(1))).contains("60 patch[app-59.ward.example]");
    }

    @Test
    void a_run_of_days_shortens_its_waits_and_says_so() throws Exception {
        var book = Runbook.define("days", "Move the archive", rb -> {
            rb.manual("told", "The wards are told");
            rb.lock("archive");
            rb.action("copy", "Copy", run -> work(Duration.ofMinutes(20))).undo(run -> work(Duration.ofMinutes(6)));
            rb.window(MaintenanceWindow.weekly(DayOfWeek.SUNDAY, "02:00", "06:00", ZoneOffset.UTC));
            rb.action("switch", "Switch over", run -> {
                        work(Duration.ofMinutes(3));
                        throw new OutcomeUnknownException("The connection was lost");
                    })
                    .undoAttempt(run -> work(Duration.ofMinutes(4)));
        });
        var run = fixture.start(book);
        TimedFixture.awaitState(run, RunState.WAITING);
        work(Duration.ofHours(5));
        run.answer("told", Answer.confirm("m.meier"));
        while (run.report().waits().stream().noneMatch(wait -> wait.kind() == Report.WaitKind.WINDOW)) {
            TimedFixture.awaitState(run, RunState.WAITING);
        }
        fixture.pass(Duration.ofHours(1), run, RunState.IN_DOUBT);
        work(Duration.ofMinutes(50));
        run.answer("switch", Answer.giveUp("operator").remark("half of it"));
        var report = run.await();

        var pictures = pictures("days", report);

        assertThat(report.state()).as(report.verdict()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(texts(pictures.get(0)))
                .contains("window", "in doubt")
                .anyMatch(text -> text.matches("failed, undone, .*53 min"))
                .anyMatch(text -> text.endsWith("// shortened, not to scale"));
        assertThat(report.toMarkdown()).contains("waits for its window").contains("Undone after 6 min");
    }

    @Test
    void retries_pauses_and_a_dead_process_are_in_the_picture_and_in_words() throws Exception {
        var tries = new int[1];
        var book = Runbook.define("again", "Again and again", rb -> {
            rb.action("pull", "Fetch", run -> {
                        work(Duration.ofSeconds(8));
                        if (++tries[0] < 3) {
                            throw new TargetUnavailableException("The registry does not answer");
                        }
                    })
                    .attempts(3, io.emrops.Backoff.fixed(Duration.ofSeconds(30)))
                    .nothingToUndo("no");
            rb.manual("look", "Looked at the screen");
            rb.action("end", "End", run -> work(Duration.ofSeconds(15))).nothingToUndo("no");
        });
        var run = fixture.start(book);
        for (var i = 0; i < 2; i++) {
            fixture.time.awaitTimer(Duration.ofSeconds(30)::equals, TimedFixture.SOON);
            work(Duration.ofSeconds(30));
        }
        TimedFixture.awaitState(run, RunState.WAITING);
        work(Duration.ofSeconds(20));
        run.pause("operator", "lunch");
        run.await();
        work(Duration.ofSeconds(70));
        run = fixture.engine.resume(book, run.id(), TimedFixture.AGAIN);
        TimedFixture.awaitState(run, RunState.WAITING);
        work(Duration.ofSeconds(10));
        fixture.crash();
        run = fixture.engine.resume(book, run.id(), TimedFixture.AGAIN);
        TimedFixture.awaitState(run, RunState.WAITING);
        run.answer("look", Answer.confirm("m.meier"));
        var report = run.await();

        var texts = texts(pictures("again", report).get(0));

        assertThat(texts)
                .contains(
                        "the run",
                        "paused, 1 min 10 s",
                        "retry",
                        "1",
                        "2",
                        "3",
                        "|| paused · // shortened, not to scale");
        assertThat(report.toMarkdown())
                .contains("Paused by operator: lunch")
                .contains("pull failed at attempt 2 after 8.0 s: The registry does not answer; next attempt in 30 s");
    }

    @Test
    void what_comes_from_outside_is_shown_as_text() throws Exception {
        var hostile = "<script>alert(1)</script> \u001B[31mred\u001B[0m \u202Egnp.exe | `x` & <b>";
        var report = fixture.start(Runbook.define("hostile", "Hostile " + hostile, rb -> {
                    var version = rb.param("version", String.class).orElse(hostile);
                    rb.forEach("each", "Do {item}", Items.of(List.of("a|b&c'd"), i -> i), (run, item) -> {})
                            .nothingToUndo(hostile);
                    rb.verify(
                            "well",
                            "All is well",
                            run -> new Finding(
                                    false,
                                    run.get(version) + "x".repeat(10_000),
                                    List.of(hostile, "y".repeat(10_000)),
                                    List.of(Objective.of(hostile, Duration.ofHours(1))
                                            .missed(hostile + "x".repeat(10_000)))));
                }))
                .await();
        assertThat(report.state()).isEqualTo(RunState.ROLLED_BACK);

        assertThat(pictures("hostile", report)).hasSize(1);
        var html = report.toHtml();
        var markdown = report.toMarkdown();
        // Between fences, Markdown takes nothing for markup.
        var outsideFences = markdown.replaceAll("(?s)```text\n.*?```", "");

        assertThat(html + outsideFences + report.toJUnitXml())
                .doesNotContain("<script", "\u001B", "\u202E", "<b>", "x".repeat(2_001))
                .contains("‹U+202E›", "more characters)");
        assertThat(markdown).doesNotContain("\u001B", "\u202E", "y".repeat(2_001));
        assertThat(html).contains("&lt;script&gt;alert(1)");
        assertThat(markdown).contains("&lt;script>alert(1)");
        assertThat(TAG.matcher(html).results().map(r -> r.group()))
                .noneMatch(tag -> tag.matches("(?i)<(script|img|iframe|object|link|base|form)\\b.*")
                        || tag.matches("(?is).*\\s(on\\w+|src)=.*"));
        assertThat(html).doesNotContain("href=\"http", "@import", "url(http");
    }

    @Test
    void a_failed_step_is_told_with_its_target_and_the_call_to_go_on() throws Exception {
        var run = fixture.start(Runbook.define("plain", "Plain", rb -> {
            rb.withoutAutomaticUndo();
            rb.lock("emrnext");
            rb.action("a", "Do a", r -> {
                        throw new StepFailedException("It is stuck", null, null, "exit 17");
                    })
                    .undoAttempt(r -> {});
        }));
        var report = run.await();

        assertThat(report.toMarkdown())
                .contains(
                        "- Undo what is left: `engine.undo(runbook, \"" + run.id() + "\", ResumeRequest.by(\"you\"))`")
                .contains("`engine.resumeFrom(runbook, \"" + run.id() + "\", \"a\", ResumeRequest.by(\"you\"))`");
        assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(StepFailedException.class, report::orThrow))
                .hasMessage(
                        "Run " + run.id() + " of plain: Failed: step \"a\" failed: It is stuck (exit 17). 1 change is"
                                + " left as it is. Left changed: a (Do a): may be half done. What to do: "
                                + String.join("; ", report.next()) + ".")
                .satisfies(e -> assertThat(e.runId()).contains(run.id()))
                .satisfies(e -> assertThat(e.stepPath()).contains("a"));
    }
}
