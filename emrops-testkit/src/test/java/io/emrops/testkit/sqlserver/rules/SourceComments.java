package io.emrops.testkit.sqlserver.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.regex.Pattern;

/** The first sentences of the Javadoc before a type or a constant, as its source has them. */
final class SourceComments {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final String COMMENT = "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:@\\w+\\s+)*(?:public )?";
    private static final Pattern REFERENCE = Pattern.compile("\\{@(?:code|link) ([^}]*)}");

    private SourceComments() {}

    /** Before a constant of an enum; empty if there is none. */
    static String of(Enum<?> constant) {
        var type = constant.getDeclaringClass();
        var source = sourceOf(type);
        return comment(source, beginOf(type, source), "\\b" + constant.name() + "\\b");
    }

    /** Before a type; empty if there is none. */
    static String of(Class<?> type) {
        var source = sourceOf(type);
        var enclosing = type.getEnclosingClass();
        var from = enclosing == null ? 0 : beginOf(enclosing, source);
        return comment(
                source, from, "(?:sealed |final )?(?:enum|record|interface|class) " + type.getSimpleName() + "\\b");
    }

    private static String comment(String source, int from, String what) {
        var matcher = Pattern.compile(COMMENT + what, Pattern.DOTALL).matcher(source);
        return matcher.find(from) ? plain(matcher.group(1)) : "";
    }

    /** Without the stars at the beginnings of its lines, and up to its tags. */
    private static String plain(String comment) {
        var text = comment.replaceAll("\\s*\\n\\s*\\* ?", " ").strip();
        var tag = text.indexOf(" @param ");
        return REFERENCE
                .matcher(tag < 0 ? text : text.substring(0, tag))
                .replaceAll("`$1`")
                .strip();
    }

    private static int beginOf(Class<?> type, String source) {
        var outer = new ArrayDeque<Class<?>>();
        for (var each = type; each != null; each = each.getEnclosingClass()) {
            outer.push(each);
        }
        var at = 0;
        for (var each : outer) {
            var matcher = Pattern.compile("(?:enum|record|interface|class) " + each.getSimpleName() + "\\b")
                    .matcher(source);
            if (!matcher.find(at)) {
                throw new AssertionError("not found in its source: " + each);
            }
            at = matcher.end();
        }
        return at;
    }

    private static String sourceOf(Class<?> type) {
        var top = type;
        while (top.getEnclosingClass() != null) {
            top = top.getEnclosingClass();
        }
        try {
            return Files.readString(SOURCES.resolve(top.getName().replace('.', '/') + ".java"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
