package io.emrops.spi.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A page as one file of HTML. */
final class HtmlForm {
    private static final String STYLE = resource("page.css");

    /** Fewer parts than this are seen at a glance. */
    private static final int WORTH_CONTENTS = 4;

    /** So many columns have room on any screen. */
    private static final int SIDE_BY_SIDE = 2;

    private final Markup out = Markup.begin();
    private final Set<String> anchors = new HashSet<>();

    private HtmlForm() {}

    static String of(Page page) {
        var form = new HtmlForm();
        form.head(page.title());
        form.out.open("body").line();
        var anchors = page.blocks().stream().map(form::anchor).toList();
        form.contents(page.blocks(), anchors);
        form.out.open("main").line();
        form.words("h1", Text.of(page.title()));
        for (var i = 0; i < anchors.size(); i++) {
            form.block(page.blocks().get(i), anchors.get(i));
        }
        form.out.close().line().close().line().close().line();
        return form.out.toString();
    }

    private void head(String title) {
        out.trusted("<!DOCTYPE html>").line().open("html", "lang", "en").line();
        out.open("head").line();
        out.open("meta", "charset", "utf-8").line();
        out.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .line();
        out.open("meta", "name", "color-scheme", "content", "light dark").line();
        // Should anything from outside ever become markup, it could still not do anything.
        out.open(
                        "meta",
                        "http-equiv",
                        "Content-Security-Policy",
                        "content",
                        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'")
                .line();
        out.element("title", VisibleText.line(title).strip()).line();
        out.open("style").line().trusted(STYLE).close().line();
        out.close().line();
    }

    private void contents(List<Block> blocks, List<String> anchors) {
        var parts = new ArrayList<Integer>();
        for (var i = 0; i < blocks.size(); i++) {
            if (blocks.get(i) instanceof Block.Heading heading && heading.level() == 2) {
                parts.add(i);
            }
        }
        if (parts.size() < WORTH_CONTENTS) {
            return;
        }
        out.open("nav", "aria-label", "Contents").line().open("ul").line();
        for (var part : parts) {
            out.open("li").open("a", "href", "#" + anchors.get(part));
            text(((Block.Heading) blocks.get(part)).text());
            out.close().close().line();
        }
        out.close().line().close().line();
    }

    /** Where links inside the page go to; empty for what is no heading. */
    private String anchor(Block block) {
        if (!(block instanceof Block.Heading heading)) {
            return "";
        }
        var words = heading.text()
                .words()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        var first = words.isEmpty() ? "part" : words;
        var anchor = first;
        for (var number = 2; !anchors.add(anchor); number++) {
            anchor = first + "-" + number;
        }
        return anchor;
    }

    private void block(Block block, String anchor) {
        if (block instanceof Block.Heading b) {
            words("h" + b.level(), b.text(), "id", anchor);
        } else if (block instanceof Block.Paragraph b) {
            words("p", b.text());
        } else if (block instanceof Block.Callout b) {
            words("p", b.text(), "class", "callout " + tone(b.tone()));
        } else if (block instanceof Block.Facts b) {
            facts(b);
        } else if (block instanceof Block.Table b) {
            table(b);
        } else if (block instanceof Block.Bullets b) {
            bullets(b);
        } else if (block instanceof Block.Lines b) {
            lines(b);
        } else if (block instanceof Block.Steps b) {
            steps(b);
        } else if (block instanceof Block.Picture b) {
            out.open("figure").line();
            var description = VisibleText.line(b.description());
            // What is wider than the screen is scrolled, with the keyboard too.
            out.open("div", "class", "wide", "role", "img", "tabindex", "0", "aria-label", description);
            out.all(b.svg()).close().line();
            out.close().line();
        }
    }

    private void facts(Block.Facts facts) {
        out.open("dl").line();
        facts.facts().forEach(fact -> {
            out.open("div");
            element("dt", fact.name());
            element("dd", fact.value());
            out.close().line();
        });
        out.close().line();
    }

    private void table(Block.Table table) {
        // What is wider than the screen is scrolled, with the keyboard too.
        var caption = VisibleText.line(table.caption());
        out.open("div", "class", "wide", "role", "region", "tabindex", "0", "aria-label", caption);
        table(table.columns().size() > SIDE_BY_SIDE).line().open("thead").open("tr");
        for (var column : table.columns()) {
            if (column.isBlank()) {
                out.empty("td");
            } else {
                element("th", Text.of(column), "scope", "col");
            }
        }
        out.close().close().line().open("tbody").line();
        table.rows().forEach(row -> {
            out.open("tr");
            for (var i = 0; i < row.size(); i++) {
                cell(table.columns().get(i), row.get(i));
            }
            out.close().line();
        });
        out.close().close().close().line();
    }

    /** @param stacked whether its cells are below each other where there is no room beside each other */
    private Markup table(boolean stacked) {
        return stacked ? out.open("table", "class", "stacked") : out.open("table");
    }

    /** On narrow screens, where the heads of columns are out of sight, a cell says itself what it tells. */
    private void cell(String column, Text content) {
        var label = VisibleText.line(column).strip();
        if (label.isEmpty() || content.isEmpty()) {
            element("td", content);
        } else {
            element("td", content, "data-label", label);
        }
    }

    private void bullets(Block.Bullets bullets) {
        out.open("ul").line();
        bullets.items().forEach(item -> words("li", item));
        out.close().line();
    }

    private void lines(Block.Lines lines) {
        out.open("pre", "tabindex", "0");
        lines.lines().forEach(line -> out.text(VisibleText.of(line)).text("\n"));
        out.close().line();
    }

    private void steps(Block.Steps steps) {
        out.open("ol", "class", "steps").line();
        steps.steps().forEach(step -> {
            out.open("li").line().open("p", "class", "name");
            out.element("span", step.number(), "class", "number").text(" ");
            if (step.box()) {
                out.empty("span", "class", "box", "role", "img", "aria-label", "To be ticked off")
                        .text(" ");
            }
            text(step.name());
            out.close().line();
            step.below().forEach(block -> block(block, ""));
            out.close().line();
        });
        out.close().line();
    }

    private void words(String element, Text text, String... attributes) {
        element(element, text, attributes);
        out.line();
    }

    private void element(String element, Text text, String... attributes) {
        out.open(element, attributes);
        text(text);
        out.close();
    }

    private void text(Text text) {
        text.spans().forEach(this::span);
    }

    private void span(Span span) {
        if (span instanceof Span.Plain s) {
            outside(VisibleText.line(s.text()));
        } else if (span instanceof Span.Code s) {
            var content = VisibleText.line(s.text()).strip();
            out.element("code", content.isEmpty() ? "(empty)" : content);
        } else if (span instanceof Span.Strong s) {
            out.open("strong");
            s.spans().forEach(this::span);
            out.close();
        } else if (span instanceof Span.Emphasis s) {
            out.open("em");
            s.spans().forEach(this::span);
            out.close();
        } else if (span instanceof Span.Badge s) {
            out.element("span", VisibleText.line(s.text()), "class", "badge " + tone(s.tone()));
        } else if (span instanceof Span.Blank s) {
            out.element("span", "_".repeat(s.letters()), "class", "blank");
        } else if (span instanceof Span.Hyperlink s) {
            link(s);
        }
    }

    private void link(Span.Hyperlink link) {
        var title = VisibleText.line(link.title()).strip();
        var address = link.address().toASCIIString();
        if (Addresses.isHarmless(link.address())) {
            out.element("a", title, "href", address, "rel", "noreferrer");
        } else {
            outside(title + ": ");
            out.element("code", address);
        }
    }

    /** Words written from right to left do not move those around them. */
    private void outside(String text) {
        if (text.codePoints().anyMatch(HtmlForm::isFromRightToLeft)) {
            out.element("bdi", text);
        } else {
            out.text(text);
        }
    }

    private static boolean isFromRightToLeft(int codePoint) {
        return switch (Character.getDirectionality(codePoint)) {
            case Character.DIRECTIONALITY_RIGHT_TO_LEFT, Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC -> true;
            default -> false;
        };
    }

    private static String tone(Tone tone) {
        return tone.name().toLowerCase(Locale.ROOT);
    }

    private static String resource(String name) {
        try (var in = HtmlForm.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the jar of emrops-api");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + name, e);
        }
    }
}
