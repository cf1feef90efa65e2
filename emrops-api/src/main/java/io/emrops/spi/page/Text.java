package io.emrops.spi.page;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A line of text, made of spans.
 *
 * <pre>{@code
 * Text.strong("Needs:").plus(" the result of ").plus(Text.code("backup"))
 * }</pre>
 *
 * @param spans from left to right; may be empty
 */
public record Text(List<Span> spans) {
    private static final Pattern BLANK_LINE = Pattern.compile("\\R\\s*\\R");

    public Text {
        spans = List.copyOf(spans);
    }

    /** Words, shown as they are: nothing in them is markup. White space and line ends count as one space. */
    public static Text of(String words) {
        return of(new Span.Plain(words));
    }

    /** A text for each paragraph of the words; blank lines part them. */
    public static List<Text> paragraphs(String words) {
        return Arrays.stream(BLANK_LINE.split(words.strip()))
                .filter(p -> !p.isBlank())
                .map(Text::of)
                .toList();
    }

    public static Text code(String text) {
        return of(new Span.Code(text));
    }

    public static Text strong(String words) {
        return of(words).strong();
    }

    public static Text emphasis(String words) {
        return of(new Span.Emphasis(List.of(new Span.Plain(words))));
    }

    public static Text link(String title, URI address) {
        return of(new Span.Hyperlink(title, address));
    }

    public static Text badge(Tone tone, String words) {
        return of(new Span.Badge(tone, words));
    }

    public static Text blank(int letters) {
        return of(new Span.Blank(letters));
    }

    /** The texts with the words between each two of them. */
    public static Text joined(String between, List<Text> texts) {
        var spans = new ArrayList<Span>();
        for (var text : texts) {
            if (!spans.isEmpty()) {
                spans.add(new Span.Plain(between));
            }
            spans.addAll(text.spans);
        }
        return new Text(spans);
    }

    private static Text of(Span span) {
        return new Text(List.of(span));
    }

    /** All of it strong. */
    public Text strong() {
        var once = spans.stream()
                .flatMap(span -> span instanceof Span.Strong s ? s.spans().stream() : Stream.of(span))
                .toList();
        return of(new Span.Strong(once));
    }

    public Text plus(Text more) {
        var all = new ArrayList<>(spans);
        all.addAll(more.spans);
        return new Text(all);
    }

    public Text plus(String words) {
        return plus(of(words));
    }

    /** Whether there is nothing to read. */
    public boolean isEmpty() {
        return words().isBlank();
    }

    /** The words alone. */
    String words() {
        var words = new StringBuilder();
        spans.forEach(span -> words(span, words));
        return words.toString();
    }

    private static void words(Span span, StringBuilder words) {
        if (span instanceof Span.Plain s) {
            words.append(s.text());
        } else if (span instanceof Span.Code s) {
            words.append(s.text());
        } else if (span instanceof Span.Badge s) {
            words.append(s.text());
        } else if (span instanceof Span.Hyperlink s) {
            words.append(s.title());
        } else if (span instanceof Span.Blank) {
            words.append('_');
        } else if (span instanceof Span.Strong s) {
            s.spans().forEach(inner -> words(inner, words));
        } else if (span instanceof Span.Emphasis s) {
            s.spans().forEach(inner -> words(inner, words));
        }
    }
}
