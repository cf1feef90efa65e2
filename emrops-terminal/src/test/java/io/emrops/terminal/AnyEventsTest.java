package io.emrops.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Backoff;
import io.emrops.Done;
import io.emrops.Items;
import io.emrops.Question;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.event.RunEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jline.utils.AttributedString;

/** Whatever happens, in whatever order, on whatever terminal: it fits, and nothing from outside controls the terminal. */
final class AnyEventsTest {
    private static final Runbook RUNBOOK = Runbook.define("deploy", "Deploy", rb -> {
        rb.section("First");
        rb.manual("a", "Manual");
        rb.lock("lock");
        rb.action("b", "Step", run -> {}).attempts(3, Backoff.none()).nothingToUndo("x");
        rb.section("Second");
        rb.forEach("c", "Item {item}", Items.of(List.of("1", "2"), s -> s), (run, item) -> {})
                .nothingToUndo("x");
    });

    private static final List<String> NASTY = List.of(
            "",
            "short",
            "\u001b[2J\u001b[H",
            "\u001b]0;x\u0007",
            "\u009b1A",
            "a\rb\nc\td\u2028e",
            "診療録データベース".repeat(9),
            "e\u0301\u0302\u0303".repeat(40),
            "\uD83D\uDC69\u200D\uD83D\uDCBB\uFE0F\uD83C\uDDE9\uD83C\uDDEA\uD83D\uDC4D\uD83C\uDFFD".repeat(5),
            "\u202etxt.exe",
            "\uD800 lone",
            "a very long line without an end ".repeat(20),
            "unbroken".repeat(60));

    @Property(tries = 100)
    void it_fits(
            @ForAll("events") List<RunEvent> events,
            @ForAll @IntRange(min = 1, max = 200) int columns,
            @ForAll @IntRange(min = 1, max = 60) int rows,
            @ForAll boolean outlined,
            @ForAll boolean unicode,
            @ForAll("text") String notice) {
        var look = Look.of(unicode ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII, true);
        var screen = new Screen(look);
        var tree = new RunTree("r1");
        if (outlined) {
            tree.outline(RUNBOOK.definition());
        }
        Optional<Prompt> prompt = Optional.empty();
        for (var event : events) {
            tree.apply(event);
            if (event instanceof RunEvent.Asked asked) {
                prompt = Optional.of(new Prompt(
                        asked.question(), Done.class, asked.question().text(), ZoneOffset.UTC));
                prompt.get().press(Key.character('y'));
            }
            var drawing = screen.draw(tree, prompt, notice, columns, rows, Events.START.plusSeconds(60));
            check(drawing.picture(), columns);
            check(drawing.history(), columns);
            assertThat(drawing.picture()).hasSizeLessThanOrEqualTo(rows).isNotEmpty();
        }
        check(screen.rest(tree, List.of(notice), columns, Events.START), columns);
    }

    private static void check(List<AttributedString> lines, int columns) {
        for (var line : lines) {
            assertThat(Look.width(line)).isLessThanOrEqualTo(columns);
            assertThat(line.columnLength()).isLessThanOrEqualTo(columns);
            assertThat(line.chars().noneMatch(Character::isISOControl)).isTrue();
        }
    }

    @Provide
    Arbitrary<String> text() {
        return Arbitraries.of(NASTY);
    }

    @Provide
    Arbitrary<List<RunEvent>> events() {
        var paths = Arbitraries.of("a", "b", "c", "c[1]", "c[2]", "c[\u001b]", "z", "lock", "y[1]");
        return Combinators.combine(Arbitraries.integers().between(0, 16), paths, text(), Arbitraries.longs())
                .as(AnyEventsTest::event)
                .list()
                .ofMaxSize(40);
    }

    private static RunEvent event(int kind, String path, String text, long number) {
        var at = Events.START.plusSeconds(Math.floorMod(number, 100));
        var took = Duration.ofMillis(Math.floorMod(number, 100_000_000));
        return switch (kind) {
            case 0 -> new RunEvent.Started("r1", at, text, text, text);
            case 1 -> new RunEvent.StateChanged("r1", at, RunState.RUNNING, RunState.UNDOING);
            case 2 -> new RunEvent.Ended("r1", at, RunState.values()[Math.floorMod(number, 11)], text);
            case 3 -> new RunEvent.StepProgressed("r1", at, path, number, number / 2, text);
            case 4 -> new RunEvent.StepProgressed("r1", at, path, Math.abs(number % 100), 100, "bytes" + text);
            case 5 -> new RunEvent.StepSaid("r1", at, path, text);
            case 6 -> new RunEvent.StepFinished("r1", at, path, took);
            case 7 -> new RunEvent.StepSkipped("r1", at, path, text);
            case 8 -> new RunEvent.StepFailed("r1", at, path, 1, text, Optional.empty());
            case 9 -> new RunEvent.StepFailed("r1", at, path, 1, text, Optional.of(took));
            case 10 -> new RunEvent.StepInDoubt("r1", at, path, text);
            case 11 -> new RunEvent.Waiting("r1", at, path, text);
            case 12 ->
                new RunEvent.Asked(
                        "r1",
                        at,
                        new Question(
                                path,
                                Question.Kind.values()[Math.floorMod(number, 3)],
                                text,
                                new ArrayList<>(NASTY),
                                text,
                                2,
                                Optional.of(at),
                                text));
            case 13 -> new RunEvent.UndoStarted("r1", at, path, text);
            case 14 -> new RunEvent.UndoFailed("r1", at, path, text);
            case 15 -> new RunEvent.Noted("r1", at, text);
            default -> new RunEvent.StepStarted("r1", at, path, text, 1 + Math.floorMod(number, 5));
        };
    }
}
