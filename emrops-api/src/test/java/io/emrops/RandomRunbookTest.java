package io.emrops;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.spi.Node;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Runbooks as nobody would write them. */
class RandomRunbookTest {
    @Property(tries = 300)
    void whatever_is_defined_is_accepted_or_refused_and_stays_the_same(
            @ForAll long seed, @ForAll @IntRange(max = 30) int size) {
        assertThat(outcome(seed, size)).isEqualTo(outcome(seed, size));
    }

    @Property(tries = 300)
    void what_is_accepted_is_a_document_with_every_step(@ForAll long seed) {
        Runbook runbook;
        try {
            runbook = define(seed, 12);
        } catch (RunbookDefinitionException e) {
            return;
        }

        var document = runbook.toMarkdown();

        assertThat(runbook.definition().steps())
                .extracting(Node.Stepping::path)
                .doesNotHaveDuplicates()
                .allSatisfy(path -> assertThat(document).contains("(`" + path + "`)"));
        // Whatever titles hold, nothing begins a line but what the document itself begins one with.
        assertThat(document.lines())
                .allMatch(line -> line.isEmpty()
                        || line.matches("(#{1,2} |\\| |\\|-| *- |\\d+\\. |Runbook |\\*\\*|\\\\|[^#>|`*_~<\\[+=-]).*"))
                .noneMatch(line -> line.chars().anyMatch(c -> Character.isISOControl(c)));
        assertThat(document).doesNotContain("<script").doesNotContain("\u202E");
    }

    private static String outcome(long seed, int size) {
        try {
            var runbook = define(seed, size);
            return runbook.definition().fingerprint().hash() + runbook.toMarkdown();
        } catch (RunbookDefinitionException e) {
            return e.getMessage();
        }
    }

    private static Runbook define(long seed, int size) {
        var random = new Random(seed);
        return Runbook.define("random", title(random), rb -> new Author(random, size).write(rb, 0));
    }

    private static String title(Random random) {
        var pieces = List.of(
                "Restart",
                " ",
                "# ",
                "|",
                "*",
                "**",
                "`",
                "``",
                "_",
                "<script>",
                "]",
                "[x](y)",
                "\n",
                "\n\n",
                "- ",
                "1. ",
                "\u001B[31m",
                "\u202E",
                "\u0007",
                "&amp;",
                "\\",
                "~~",
                "ä",
                "\uD83D\uDE91",
                "\uD83D",
                "    ",
                "> ",
                "{item}",
                "\t",
                "$");
        var title = new StringBuilder();
        for (var i = random.nextInt(6) + 1; i > 0; i--) {
            title.append(pieces.get(random.nextInt(pieces.size())));
        }
        return title.toString();
    }

    /** Calls verbs at random; most of the time in a way that is accepted. */
    private static final class Author {
        private final Random random;
        private final List<Value<?>> values = new ArrayList<>();
        private int left;

        Author(Random random, int size) {
            this.random = random;
            this.left = size;
        }

        Object write(RunbookBuilder rb, int depth) {
            for (var i = 0; left > 0 && i < 6; i++) {
                left--;
                one(rb, rare() ? "twice" : "id-" + left, title(random) + (rare() ? "" : "x"), depth);
            }
            return rb;
        }

        private void one(RunbookBuilder rb, String id, String title, int depth) {
            switch (random.nextInt(14)) {
                case 0 -> rb.section(title);
                case 1 -> rb.note(title);
                case 2 ->
                    values.add(rb.param(id, String.class).describedAs(title).orElse(title));
                case 3 -> values.add(rb.manual(id, title).note(title).needs(some()));
                case 4 -> values.add(rb.approval(id, title).by(title).atLeast(random.nextInt(4) + (rare() ? 0 : 1)));
                case 5 ->
                    values.add(rb.verify(id, title, Handmade.check(title))
                            .within(Duration.ofMillis(random.nextInt(5000) + 1)));
                case 6 ->
                    values.add(rb.step(id, title, String.class, run -> "")
                            .nothingToUndo(title)
                            .needs(some()));
                case 7 ->
                    values.add(rb.step(id, title, String.class, run -> "")
                            .irreversible(title)
                            .onlyIf(title, run -> true)
                            .attempts(
                                    random.nextInt(3) + 1,
                                    Backoff.exponential(Duration.ofMillis(1 + random.nextInt(9000)))));
                case 8 ->
                    rb.action(id, title, run -> {})
                            .undo(run -> {})
                            .timeout(Duration.ofSeconds(random.nextInt(500) + 1));
                case 9 ->
                    values.add(rb.forEach(id, title, Items.of(List.of("a", "b"), x -> x), (run, item) -> {})
                            .nothingToUndo(title)
                            .atMost(random.nextInt(3) + 1));
                case 10 -> {
                    if (depth < 3) {
                        rb.include(id, title, part -> write(part, depth + 1));
                    }
                }
                case 11 -> {
                    if (depth < 3) {
                        var parallel = rb.parallel(id, title);
                        for (var i = random.nextInt(3) + (rare() ? 0 : 1); i > 0; i--) {
                            parallel.branch("b" + i, title, part -> write(part, depth + 1));
                        }
                    }
                }
                case 12 -> rb.lock(title);
                default -> rb.window(MaintenanceWindow.daily("02:00", "06:00", ZoneId.of("Europe/Berlin")));
            }
        }

        private Value<?>[] some() {
            return values.isEmpty() || random.nextBoolean()
                    ? new Value<?>[0]
                    : new Value<?>[] {values.get(random.nextInt(values.size()))};
        }

        private boolean rare() {
            return random.nextInt(40) == 0;
        }
    }
}
