package io.emrops.spi.page;

import java.util.List;
import java.util.stream.Collectors;

/** A page as GitHub Flavored Markdown. */
final class MarkdownForm {
    private final StringBuilder out = new StringBuilder();

    private MarkdownForm() {}

    static String of(Page page) {
        var form = new MarkdownForm();
        form.out.append("# ").append(form.heading(Text.of(page.title()))).append('\n');
        page.blocks().forEach(form::block);
        return form.out.toString();
    }

    private void block(Block block) {
        if (block instanceof Block.Heading b) {
            out.append('\n')
                    .append("#".repeat(b.level()))
                    .append(' ')
                    .append(heading(b.text()))
                    .append('\n');
        } else if (block instanceof Block.Paragraph b) {
            out.append('\n').append(line(b.text())).append('\n');
        } else if (block instanceof Block.Callout b) {
            out.append("\n> ").append(words(b.text().strong())).append('\n');
        } else if (block instanceof Block.Facts b) {
            out.append("\n| | |\n|---|---|\n");
            b.facts().forEach(f -> row(List.of(words(f.name()), words(f.value()))));
        } else if (block instanceof Block.Table b) {
            out.append('\n');
            row(b.columns().stream().map(MarkdownWords::inline).toList());
            out.append("|---".repeat(b.columns().size())).append("|\n");
            b.rows().forEach(r -> row(r.stream().map(this::words).toList()));
        } else if (block instanceof Block.Bullets b) {
            out.append('\n');
            bullets(b, "");
        } else if (block instanceof Block.Lines b) {
            out.append('\n');
            lines(b, "");
        } else if (block instanceof Block.Steps b) {
            b.steps().forEach(this::outermost);
        }
    }

    private void row(List<String> cells) {
        out.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private void bullets(Block.Bullets bullets, String indent) {
        // A bullet without words would underline the line above it, which then is a heading.
        bullets.items().stream()
                .map(this::line)
                .filter(line -> !line.isEmpty())
                .forEach(line -> out.append(indent).append("- ").append(line).append('\n'));
    }

    private void lines(Block.Lines lines, String indent) {
        var shown = lines.lines().stream().map(VisibleText::of).toList();
        var fence = "```";
        while (String.join("\n", shown).contains(fence)) {
            fence += "`";
        }
        out.append(indent).append(fence).append("text\n");
        shown.forEach(line -> out.append(indent).append(line).append('\n'));
        out.append(indent).append(fence).append('\n');
    }

    private void outermost(Block.Step step) {
        var marker = step.number() + ". ";
        out.append('\n')
                .append(marker)
                .append(box(step))
                .append(line(step.name()))
                .append('\n');
        below(step.below(), " ".repeat(marker.length()));
    }

    private void below(List<Block> blocks, String indent) {
        for (var block : blocks) {
            if (block instanceof Block.Bullets b) {
                bullets(b, indent);
            } else if (block instanceof Block.Steps b) {
                b.steps().forEach(step -> nested(step, indent));
            } else if (block instanceof Block.Lines b) {
                lines(b, indent);
            } else {
                throw new IllegalArgumentException("Below a step there are lines and steps, and no " + block);
            }
        }
    }

    private void nested(Block.Step step, String indent) {
        out.append(indent).append("- ").append(box(step)).append(step.number()).append(' ');
        out.append(words(step.name())).append('\n');
        below(step.below(), indent + "  ");
    }

    private static String box(Block.Step step) {
        return step.box() ? "[ ] " : "";
    }

    /** A text at the beginning of a line. */
    private String line(Text text) {
        return MarkdownWords.beginning(words(text));
    }

    private String heading(Text text) {
        return MarkdownWords.ending(words(text));
    }

    private String words(Text text) {
        return spans(text.spans()).strip();
    }

    private String spans(List<Span> spans) {
        return spans.stream().map(this::span).collect(Collectors.joining());
    }

    private String between(String marker, List<Span> spans) {
        var words = spans(spans).strip();
        return words.isEmpty() ? "" : marker + words + marker;
    }

    private String span(Span span) {
        if (span instanceof Span.Plain s) {
            return MarkdownWords.inline(s.text());
        } else if (span instanceof Span.Code s) {
            return MarkdownWords.code(s.text());
        } else if (span instanceof Span.Strong s) {
            return between("**", s.spans());
        } else if (span instanceof Span.Emphasis s) {
            return between("*", s.spans());
        } else if (span instanceof Span.Badge s) {
            return MarkdownWords.inline(s.text());
        } else if (span instanceof Span.Blank s) {
            return "_".repeat(s.letters());
        }
        var link = (Span.Hyperlink) span;
        var title = MarkdownWords.inline(link.title()).strip();
        var address = link.address().toASCIIString();
        return Addresses.isHarmless(link.address())
                ? "[" + title + "](<" + address + ">)"
                : title + ": " + MarkdownWords.code(address);
    }
}
