package io.emrops.spi.page;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Set;

/**
 * HTML or SVG, written element by element. What is open is closed in order, and text and attributes can be anything:
 * they are never taken for markup.
 *
 * <pre>{@code
 * Markup.begin().open("p", "class", "note").text("a < b").element("strong", "!").close().toString();
 * // <p class="note">a &lt; b<strong>!</strong></p>
 * }</pre>
 */
public final class Markup {
    private static final Set<String> VOID = Set.of("br", "hr", "meta", "link", "img", "wbr");

    private final StringBuilder out = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    private Markup() {}

    /** Nothing yet. */
    public static Markup begin() {
        return new Markup();
    }

    /** @param attributes names and values by turns */
    public Markup open(String element, String... attributes) {
        tag(element, attributes);
        if (!VOID.contains(element)) {
            open.push(element);
        }
        return this;
    }

    /** Closes what was opened last. */
    public Markup close() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /** An element with nothing but text in it. */
    public Markup element(String element, String text, String... attributes) {
        return open(element, attributes).text(text).close();
    }

    /** An element with nothing in it, such as a line of a picture. */
    public Markup empty(String element, String... attributes) {
        open(element, attributes);
        return VOID.contains(element) ? this : close();
    }

    public Markup text(String text) {
        escape(text, false);
        return this;
    }

    /** A line end, for those who read the source. */
    public Markup line() {
        out.append('\n');
        return this;
    }

    /** All of another piece. */
    public Markup all(Markup other) {
        out.append(other);
        return this;
    }

    /** Written by us: markup that is neither escaped nor checked. */
    Markup trusted(String markup) {
        out.append(markup);
        return this;
    }

    private void tag(String element, String... attributes) {
        if (attributes.length % 2 != 0) {
            throw new IllegalArgumentException("An attribute without a value in <" + element + ">");
        }
        out.append('<').append(element);
        for (var i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            escape(Objects.requireNonNull(attributes[i + 1], attributes[i]), true);
            out.append('"');
        }
        out.append('>');
    }

    private void escape(String text, boolean attribute) {
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append(attribute ? "&quot;" : "\"");
                default -> out.append(c);
            }
        }
    }

    /** @throws IllegalStateException if an element is still open */
    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("Still open: " + open);
        }
        return out.toString();
    }
}
