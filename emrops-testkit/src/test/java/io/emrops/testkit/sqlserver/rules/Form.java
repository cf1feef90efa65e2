package io.emrops.testkit.sqlserver.rules;

import io.emrops.testkit.sqlserver.grammar.Messages;
import io.emrops.testkit.sqlserver.statement.Recogniser;
import io.emrops.testkit.sqlserver.statement.Recognition;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/** How the constants of an enum, or a type, are written in a statement. */
final class Form {
    private static final List<Recogniser> RECOGNISERS = IntStream.rangeClosed(Messages.OLDEST, Messages.NEWEST)
            .mapToObj(Recogniser::new)
            .toList();

    private final Class<?> type;
    private final String statement;
    private final List<String> written;
    private final Set<Enum<?>> left;

    /**
     * @param statement with braces where it stands
     * @param written what stands there, with braces where the word stands and dots for a value; the first that is recognised counts
     */
    Form(Class<?> type, String statement, String... written) {
        this(type, statement, List.of(written), Set.of());
    }

    private Form(Class<?> type, String statement, List<String> written, Set<Enum<?>> left) {
        this.type = type;
        this.statement = statement;
        this.written = written;
        this.left = left;
    }

    /** But for this constant, which is not written. */
    Form without(Enum<?> constant) {
        return new Form(type, statement, written, Set.of(constant));
    }

    Class<?> type() {
        return type;
    }

    /** What its words have in common, as the code says it: of the enum, or of what is around it. */
    String title() {
        var comment = type.isEnum() ? SourceComments.of(type) : "";
        var title = comment.matches("|Which\\.|How\\.") ? SourceComments.of(type.getEnclosingClass()) : comment;
        return title.split("\\.(?: |$)")[0];
    }

    /** A row for each: how it is written, what it says, which version brought it. */
    List<List<String>> rows() {
        if (!type.isEnum()) {
            var comment = SourceComments.of(type);
            return List.of(row("", comment.matches("`[^`]+`\\.") ? "" : comment));
        }
        var rows = new ArrayList<List<String>>();
        for (var constant : type.getEnumConstants()) {
            if (!left.contains(constant)) {
                rows.add(row(((Enum<?>) constant).name(), SourceComments.of((Enum<?>) constant)));
            }
        }
        return rows;
    }

    private List<String> row(String constant, String comment) {
        for (var word : List.of(constant, constant.replace('_', ' '))) {
            for (var each : written) {
                var text = each.replace("{}", word);
                var since = since(statement.replace("{}", text).replace("ON|OFF", "ON"));
                if (since.isPresent()) {
                    var version = since.getAsInt() == Messages.OLDEST ? "" : Versions.name(since.getAsInt());
                    return List.of(Markdown.code(text), comment, version);
                }
            }
        }
        throw new AssertionError("no server recognises " + written + " with " + constant);
    }

    /** The first version that recognises a statement, with something in the places of its dots. */
    private static OptionalInt since(String text) {
        return IntStream.rangeClosed(Messages.OLDEST, Messages.NEWEST)
                .filter(version ->
                        recognises(version, text.replace("…", "1")) || recognises(version, text.replace("…", "'a'")))
                .findFirst();
    }

    private static boolean recognises(int version, String text) {
        return RECOGNISERS.get(version - Messages.OLDEST).recognise(text) instanceof Recognition.Recognised recognised
                && recognised.rest().isBlank();
    }
}
