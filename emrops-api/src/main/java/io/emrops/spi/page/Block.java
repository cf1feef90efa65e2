package io.emrops.spi.page;

import java.util.List;
import java.util.Objects;

/** A part of a {@link Page}, from one line break to the next. */
public sealed interface Block {
    /**
     * The title of what follows.
     *
     * @param level 2 for the parts of the page, 3 for the parts of those
     */
    record Heading(int level, Text text) implements Block {
        public Heading {
            if (level < 2 || level > 4) {
                throw new IllegalArgumentException("A heading is of level 2, 3 or 4, not " + level);
            }
            Objects.requireNonNull(text, "text");
        }
    }

    /** Text. */
    record Paragraph(Text text) implements Block {
        public Paragraph {
            Objects.requireNonNull(text, "text");
        }
    }

    /** What has to be read even if nothing else is. */
    record Callout(Tone tone, Text text) implements Block {
        public Callout {
            Objects.requireNonNull(tone, "tone");
            Objects.requireNonNull(text, "text");
        }
    }

    /** A few names with what they stand for. */
    record Facts(List<Fact> facts) implements Block {
        public Facts {
            facts = List.copyOf(facts);
        }
    }

    /** A name with what it stands for. */
    record Fact(Text name, Text value) {
        public Fact {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(value, "value");
        }
    }

    /**
     * A table; each row has a cell for each column.
     *
     * @param caption what it is a table of, for those who cannot see it beside its heading
     */
    record Table(String caption, List<String> columns, List<List<Text>> rows) implements Block {
        public Table {
            Objects.requireNonNull(caption, "caption");
            columns = List.copyOf(columns);
            rows = rows.stream().map(List::copyOf).toList();
            for (var row : rows) {
                if (row.size() != columns.size()) {
                    throw new IllegalArgumentException(
                            "A row of " + row.size() + " cells in a table of " + columns.size() + " columns");
                }
            }
        }
    }

    /** Lines that stand side by side in rank. */
    record Bullets(List<Text> items) implements Block {
        public Bullets {
            items = List.copyOf(items);
        }
    }

    /** Lines as they came from a program. */
    record Lines(List<String> lines) implements Block {
        public Lines {
            lines = List.copyOf(lines);
        }
    }

    /** What is done or was done, in order. */
    record Steps(List<Step> steps) implements Block {
        public Steps {
            steps = List.copyOf(steps);
        }
    }

    /**
     * One of {@link Steps}.
     *
     * @param number such as {@code 3} or {@code 3.1}
     * @param box whether there is a box that somebody ticks
     * @param below what there is to say about it, and the steps that it is made of
     */
    record Step(String number, boolean box, Text name, List<Block> below) {
        public Step {
            Objects.requireNonNull(number, "number");
            Objects.requireNonNull(name, "name");
            below = List.copyOf(below);
        }
    }

    /**
     * A picture for those who can see it; Markdown leaves it out, so it shows nothing that the page does not say.
     *
     * @param svg an {@code svg} element
     * @param description what it shows, in a sentence
     */
    record Picture(Markup svg, String description) implements Block {
        public Picture {
            Objects.requireNonNull(svg, "svg");
            Objects.requireNonNull(description, "description");
        }
    }
}
