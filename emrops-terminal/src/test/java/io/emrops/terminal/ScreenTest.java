package io.emrops.terminal;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Backoff;
import io.emrops.Done;
import io.emrops.Finding;
import io.emrops.Items;
import io.emrops.Question;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.event.RunEvent;
import io.emrops.spi.Node;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;

/** Events in, lines out. */
final class ScreenTest {
    private static final Runbook DEPLOY = Runbook.define("deploy", "Deploy EMRNext", rb -> {
        rb.section("Before the deployment");
        rb.manual("change-log", "Change log reviewed");
        rb.require("disk", "Room for the backup", run -> Finding.ok("80 GiB"));
        rb.section("Deployment");
        rb.lock("emrnext");
        rb.action("backup", "Back up the database", run -> {})
                .attempts(3, Backoff.none())
                .nothingToUndo("it reads");
        rb.action("deploy", "Roll out the new version", run -> {}).undo(run -> {});
        rb.forEach("restart", "Restart {item}", Items.of(List.of("app-01", "app-02"), s -> s), (run, item) -> {})
                .nothingToUndo("a restart changes nothing");
        rb.section("Verification");
        rb.verify("health", "The API answers", run -> Finding.ok("healthy"));
    });

    private final Screen screen = new Screen(Look.of(StandardCharsets.UTF_8, false));
    private final RunTree tree = new RunTree("r1");
    private final Events run = new Events(tree);
    private Optional<Prompt> prompt = Optional.empty();
    private String notice = "";
    private final List<String> history = new ArrayList<>();

    ScreenTest() {
        tree.outline(DEPLOY.definition());
        run.started();
    }

    private List<String> draw(int columns, int rows) {
        var drawing = screen.draw(tree, prompt, notice, columns, rows, run.now);
        history.addAll(text(drawing.history()));
        return text(drawing.picture());
    }

    private static List<String> text(List<AttributedString> lines) {
        return lines.stream().map(AttributedString::toString).toList();
    }

    private Events backedUp() {
        return run.does("disk", "Room for the backup").does("backup", "Back up the database");
    }

    @Test
    void the_whole_document_is_there_from_the_beginning() {
        assertThat(draw(60, 24))
                .containsExactly(
                        "Before the deployment",
                        "  ○ to come      Change log reviewed",
                        "  ○ to come      Room for the backup",
                        "Deployment",
                        "  ○ to come      Back up the database",
                        "  ○ to come      Roll out the new version",
                        "  ○ to come      Restart each item",
                        "Verification",
                        "  ○ to come      The API answers",
                        "RUNNING  Deploy EMRNext  0 of 6 steps  1 s");
        assertThat(history).containsExactly("Deploy EMRNext, started by m.meier as run r1");
    }

    @Test
    void a_step_under_way_shows_how_far_it_is_when_it_will_be_done_and_what_it_said_last() {
        run.begins("backup", "Back up the database", 1)
                .progress("backup", 100L << 20, 2000L << 20, "bytes written")
                .says("backup", "10 percent processed")
                .says("backup", "30 percent processed")
                .progress("backup", 700L << 20, 2000L << 20, "bytes written");

        assertThat(draw(80, 24).subList(3, 7))
                .containsExactly(
                        "Deployment",
                        "  ● running      Back up the database                       attempt 1 of 3, 5 s",
                        "    ██████░░░░░░░░░░ 35 %  700 MiB of 2 GiB written, about 6 s left",
                        "    | 30 percent processed");
        assertThat(draw(80, 50)).contains("    | 10 percent processed", "    | 30 percent processed");
    }

    @Test
    void a_failed_attempt_says_why_and_when_the_next_one_begins() {
        run.begins("backup", "Back up the database", 1)
                .failsAndTriesAgain("backup", "The server does not answer", ofSeconds(10));

        assertThat(draw(80, 24).subList(4, 6))
                .containsExactly(
                        "  ◌ waiting      Back up the database                     attempt 2 of 3 in 9 s",
                        "    The server does not answer");

        run.begins("backup", "Back up the database", 2).done("backup");

        assertThat(draw(80, 24).subList(4, 6))
                .containsExactly(
                        "  ✓ done         Back up the database                         2 attempts, 1.5 s",
                        "  ○ to come      Roll out the new version");
    }

    @Test
    void items_stand_below_their_step_as_soon_as_they_are_known() {
        run.tell(new RunEvent.ItemsFixed("r1", run.now, "restart", "Restart {item}", List.of("app-01", "app-02")))
                .does("restart[app-01]", "Restart app-01")
                .begins("restart[app-02]", "Restart app-02", 1);

        assertThat(draw(80, 24).subList(6, 10))
                .containsExactly(
                        "  ● running      Restart each item                             1 of 2 done, 4 s",
                        "    ✓ done         Restart app-01                                         1.5 s",
                        "    ● running      Restart app-02                                           1 s",
                        "Verification");
    }

    @Test
    void what_is_undone_turns_and_what_came_after_is_not_reached() {
        backedUp()
                .does("deploy", "Roll out the new version")
                .begins("restart", "Restart", 1)
                .fails("restart", "1 of 2 items did not finish")
                .state(RunState.RUNNING, RunState.UNDOING)
                .tell(new RunEvent.UndoStarted("r1", run.now, "deploy", "Roll out the new version"));

        assertThat(draw(80, 24))
                .contains(
                        "  ↺ undoing      Roll out the new version                                   1 s",
                        "  ✗ FAILED       Restart each item                                        1.0 s",
                        "    1 of 2 items did not finish")
                .last()
                .asString()
                .startsWith("UNDOING  Deploy EMRNext");

        run.tell(new RunEvent.UndoFinished("r1", run.now, "deploy", ofSeconds(3)))
                .ends(RunState.ROLLED_BACK, "Rolled back: step \"restart\" failed.");

        assertThat(text(screen.rest(tree, List.of(), 80, run.now)))
                .contains(
                        "  ↺ undone       Roll out the new version                                 3.0 s",
                        "  – not reached  The API answers")
                .last()
                .isEqualTo("Rolled back: step \"restart\" failed.");
    }

    @Test
    void why_a_step_failed_stays_while_it_is_undone() {
        run.begins("deploy", "Roll out the new version", 1)
                .fails("deploy", "api is unhealthy")
                .state(RunState.RUNNING, RunState.UNDOING)
                .tell(new RunEvent.UndoStarted("r1", run.now, "deploy", "Roll out the new version"));

        assertThat(draw(80, 24))
                .contains("    It failed: api is unhealthy")
                .last()
                .asString()
                .endsWith("Ctrl-C stops the undo");

        run.tell(new RunEvent.UndoFinished("r1", run.now, "deploy", ofSeconds(3)));

        assertThat(draw(80, 24))
                .containsSubsequence(
                        "  ↺ undone       Roll out the new version                                 3.0 s",
                        "    It failed: api is unhealthy");
    }

    @Test
    void a_wait_for_a_lock_is_shown_where_the_lock_stands_and_goes_when_it_is_had() {
        var path = DEPLOY.definition().nodes().stream()
                .filter(Node.Lock.class::isInstance)
                .map(n -> ((Node.Lock) n).path())
                .findFirst()
                .orElseThrow();
        run.tell(new RunEvent.Waiting("r1", run.now, path, "waits for lock \"emrnext\", held by run r0"));

        assertThat(draw(80, 24).subList(3, 6))
                .containsExactly(
                        "Deployment",
                        "  ◌ waiting      Lock emrnext                                               1 s",
                        "    waits for lock \"emrnext\", held by run r0");

        run.begins("backup", "Back up the database", 1);

        assertThat(draw(80, 24)).noneMatch(line -> line.contains("Lock emrnext"));
    }

    @Test
    void a_question_is_asked_below_the_tree_with_all_its_details() {
        var question = Events.question(Question.Kind.CONFIRMATION, "change-log", "Change log reviewed", "See CHG-4711");
        run.asks(question);
        prompt = Optional.of(new Prompt(question, Done.class, "m.meier", ZoneOffset.UTC));

        var lines = draw(80, 24);

        assertThat(lines.subList(lines.size() - 5, lines.size() - 1))
                .containsExactly(
                        "Change log reviewed",
                        "asks operators, step change-log",
                        "  See CHG-4711",
                        "[y] done   [n] no: the run fails   [l] later");
    }

    @Test
    void details_that_are_long_are_turned_over() {
        var details = java.util.stream.IntStream.rangeClosed(1, 40)
                .mapToObj(i -> "service-" + i + " would be replaced")
                .toArray(String[]::new);
        var question = Events.question(Question.Kind.APPROVAL, "go", "Change board agrees", details);
        prompt = Optional.of(new Prompt(question, Done.class, "m.meier", ZoneOffset.UTC));

        assertThat(draw(80, 24)).contains("  service-1 would be replaced").hasSizeLessThan(24);
        assertThat(draw(80, 24)).anyMatch(l -> l.contains("of 40: space or page keys turn over"));

        for (int i = 0; i < 4; i++) {
            prompt.get().press(Key.of(Key.Kind.PAGE_DOWN));
        }

        assertThat(draw(80, 24)).contains("  service-40 would be replaced");
    }

    @Test
    void a_step_in_doubt_says_so() {
        run.begins("deploy", "Roll out the new version", 1)
                .tell(new RunEvent.StepInDoubt("r1", run.now, "deploy", "the connection was lost"))
                .state(RunState.RUNNING, RunState.IN_DOUBT);

        assertThat(draw(80, 24))
                .contains(
                        "  ? IN DOUBT     Roll out the new version                                   3 s",
                        "    the connection was lost")
                .last()
                .asString()
                .startsWith("IN DOUBT  Deploy EMRNext");
    }

    @Test
    void what_is_finished_scrolls_away_when_there_is_no_room_and_comes_back_when_it_is_undone() {
        backedUp().begins("deploy", "Roll out the new version", 1);

        var lines = draw(80, 9);

        assertThat(lines)
                .hasSizeLessThanOrEqualTo(8)
                .contains("  ● running      Roll out the new version                                   1 s");
        assertThat(history).contains("  ✓ done         Room for the backup                                      1.5 s");
        assertThat(lines).noneMatch(line -> line.contains("Room for the backup"));

        run.done("deploy")
                .state(RunState.RUNNING, RunState.UNDOING)
                .tell(new RunEvent.UndoStarted("r1", run.now, "disk", "Room for the backup"));

        assertThat(draw(80, 9)).anyMatch(line -> line.contains("undoing      Room for the backup"));
    }

    @Test
    void a_tree_that_is_too_tall_says_how_much_is_not_shown() {
        run.begins("deploy", "Roll out the new version", 1);

        assertThat(draw(60, 7))
                .containsExactly(
                        "… 4 more lines above",
                        "  ○ to come      Back up the database",
                        "  ● running      Roll out the new version               1 s",
                        "  ○ to come      Restart each item",
                        "… 2 more lines below",
                        "RUNNING  Deploy EMRNext  0 of 6 steps  2 s");
    }

    @Test
    void without_utf_8_the_signs_are_ascii_and_what_cannot_be_shown_is_a_question_mark() {
        var ascii = new Screen(Look.of(StandardCharsets.US_ASCII, false));
        run.begins("backup", "Datenbank sichern 診療録", 1)
                .says("backup", "größer")
                .progress("backup", 1, 2, "files");

        var lines = text(ascii.draw(tree, prompt, notice, 60, 24, run.now).picture());

        assertThat(lines)
                .contains("  > running      Back up the database   attempt 1 of 3, 3 s")
                .contains("    ########........ 50 %  1 of 2 files", "    | gr??er")
                .allMatch(StandardCharsets.US_ASCII.newEncoder()::canEncode);
    }

    @Test
    void wide_and_combining_characters_are_measured_and_long_titles_cut() {
        var wide = new RunTree("r1");
        new Events(wide)
                .begins("a", "診療録データベースをバックアップする", 1)
                .begins("b", "e\u0301".repeat(30) + " and a title that is far too long for so narrow a terminal", 1);

        var lines = text(screen.draw(wide, prompt, notice, 60, 24, Events.START.plusSeconds(2))
                .picture());

        assertThat(lines.get(0)).isEqualTo("● running      診療録データベースをバックアップする     2 s");
        assertThat(lines.get(1)).endsWith("…  1 s");
        assertThat(lines.stream().mapToInt(Look::width)).allMatch(width -> width <= 59);
    }

    @Test
    void nothing_from_outside_reaches_the_terminal_as_a_control() {
        run.begins("backup", "x", 1)
                .says("backup", "\u001b[2J\u001b]0;title\u0007forged\r\nSUCCEEDED\u0000\u202e")
                .fails("backup", "\u001b[31mred\u009b2J");
        notice = "\u001b[H";

        var drawing = screen.draw(tree, prompt, notice, 80, 24, run.now);

        assertThat(text(drawing.picture())).noneMatch(l -> l.chars().anyMatch(Character::isISOControl));
    }

    @Test
    void a_tree_that_is_known_late_takes_what_was_heard_before() {
        var late = new RunTree("r1");
        new Events(late)
                .started()
                .does("disk", "Room")
                .begins("backup", "Back up", 1)
                .says("backup", "hello");

        late.outline(DEPLOY.definition());

        assertThat(text(screen.draw(late, prompt, notice, 80, 24, Events.START.plusSeconds(9))
                        .picture()))
                .contains(
                        "  ✓ done         Room for the backup                                      1.5 s",
                        "  ● running      Back up the database                       attempt 1 of 3, 6 s",
                        "    | hello");
    }

    @Test
    void a_duration_is_told_in_whole_seconds() {
        assertThat(TreeText.seconds(Duration.ofMillis(-3))).isEqualTo("0 s");
        assertThat(TreeText.seconds(Duration.ofMillis(1900))).isEqualTo("1 s");
        assertThat(TreeText.seconds(Duration.ofMillis(61_900))).isEqualTo("1 min 1 s");
    }
}
