package io.emrops.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.event.RunEvent;
import io.emrops.testkit.ManualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes that are sent, read by a terminal. */
final class PainterTest {
    private final ManualTime time = ManualTime.at(Events.START);
    private final RunTree tree = new RunTree("r1");
    private final Events run = new Events(tree);
    private final Screen screen = new Screen(Look.of(StandardCharsets.UTF_8, true));
    private final List<String> history = new ArrayList<>();
    private List<String> picture = List.of();

    private Painter painter(VirtualTerminal virtual) {
        var painter = new Painter(virtual.terminal(), time, size -> {
            var drawing = screen.draw(tree, Optional.empty(), "", size.getColumns(), size.getRows(), Events.START);
            history.addAll(text(drawing.history()));
            picture = text(drawing.picture());
            return drawing;
        });
        virtual.terminal().handle(Terminal.Signal.WINCH, signal -> painter.resized());
        return painter;
    }

    private static List<String> text(List<AttributedString> lines) {
        return lines.stream().map(l -> l.toString().stripTrailing()).toList();
    }

    private void assertShown(VirtualTerminal virtual) {
        var lines = virtual.lines();
        assertThat(lines).as("screen").endsWith(picture.toArray(String[]::new));
        assertThat(lines.stream().filter(l -> l.contains(" steps")))
                .as("pictures")
                .hasSize(1);
    }

    @Test
    void ten_thousand_events_a_second_are_ten_drawings_of_bounded_size() throws Exception {
        try (var virtual = new VirtualTerminal(80, 24)) {
            var painter = painter(virtual);
            run.begins("a", "A step", 1);
            painter.start();
            var before = virtual.bytes();
            var drawings = virtual.flushes();

            for (int i = 0; i < 10_000; i++) {
                run.progress("a", i, 10_000, "files").says("a", "line " + i);
                painter.changed();
                painter.changed();
                time.advance(Duration.ofNanos(100_000));
            }

            assertThat(virtual.flushes() - drawings).isBetween(8, 11);
            assertThat(virtual.bytes() - before).isLessThan(11 * 500);
            assertThat(picture).anyMatch(l -> l.contains("line 9"));
        }
    }

    @Test
    void when_nothing_happens_the_picture_is_drawn_once_a_second_and_hardly_anything_sent() throws Exception {
        try (var virtual = new VirtualTerminal(80, 24)) {
            var painter = painter(virtual);
            run.begins("a", "A step", 1);
            painter.start();
            var before = virtual.bytes();

            time.advance(Duration.ofMinutes(1));

            assertThat(virtual.bytes() - before).isLessThan(60 * 20);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void what_stands_on_the_screen_is_the_picture_whatever_happens_and_however_the_window_is_drawn(long seed)
            throws Exception {
        var random = new Random(seed);
        try (var virtual = new VirtualTerminal(80, 24)) {
            var painter = painter(virtual);
            painter.start();
            for (int i = 0; i < 120; i++) {
                var path = "step-" + random.nextInt(40);
                switch (random.nextInt(9)) {
                    case 0, 1 -> run.begins(path, "Schritt 診療録 " + path, 1);
                    case 2 -> run.done(path);
                    case 3 -> run.says(path, "said \u001b[2J" + random.nextInt());
                    case 4 -> run.fails(path, "because ".repeat(random.nextInt(40)));
                    case 5 -> run.progress(path, random.nextInt(100), 100, "files");
                    case 6 -> run.tell(new RunEvent.UndoStarted("r1", run.now, path, path));
                    case 7 -> run.tell(new RunEvent.Noted("r1", run.now, "note " + i));
                    default -> virtual.resize(40 + random.nextInt(160), 6 + random.nextInt(44));
                }
                painter.changed();
                time.advance(Duration.ofMillis(100));

                assertShown(virtual);
            }

            painter.stop(List.of(new AttributedString("the end")));

            assertThat(virtual.lines()).last().isEqualTo("the end");
            assertThat(virtual.lines()).noneMatch(l -> l.contains(" of 40 steps"));
            assertThat(virtual.sent()).contains("\u001b[?25l").doesNotContain("\u001b[2J");
        }
    }

    @Test
    void what_is_finished_stands_above_the_picture_in_its_order_and_only_once() throws Exception {
        try (var virtual = new VirtualTerminal(60, 200)) {
            var small = new ArrayList<String>();
            var painter = new Painter(virtual.terminal(), time, size -> {
                var drawing = screen.draw(tree, Optional.empty(), "", 60, 8, Events.START);
                small.addAll(text(drawing.history()));
                picture = text(drawing.picture());
                return drawing;
            });
            painter.start();
            for (int i = 0; i < 60; i++) {
                run.does("step-" + i, "Step number " + i);
                painter.changed();
                time.advance(Duration.ofMillis(100));
            }

            var expected = new ArrayList<>(small);
            expected.addAll(picture);
            assertThat(virtual.lines()).isEqualTo(expected);
            assertThat(virtual.lines().stream().filter(l -> l.contains("Step number")))
                    .hasSize(60);
        }
    }
}
