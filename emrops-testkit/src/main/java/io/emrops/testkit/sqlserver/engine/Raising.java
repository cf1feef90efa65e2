package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.engine.Raised.Reach;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.syntax.Expression;
import io.emrops.testkit.sqlserver.syntax.Expression.Literal;
import io.emrops.testkit.sqlserver.syntax.RowChange;
import io.emrops.testkit.sqlserver.syntax.Statement;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code THROW}, {@code RAISERROR} and {@code PRINT}, and how errors are told. */
final class Raising {
    private static final int USER_DEFINED = 50_000;
    private static final Pattern PLACE = Pattern.compile(
            "%(?:%|(?<flags>[-+0# ]*)(?<width>\\d*|\\*)(?:\\.(?<precision>\\d*|\\*))?(?:h|l|I64)?(?<type>[a-zA-Z]))");

    private final Conversation conversation;
    private final BatchInterpreter interpreter;
    private final SessionFacts facts;

    Raising(Conversation conversation, BatchInterpreter interpreter, SessionFacts facts) {
        this.conversation = conversation;
        this.interpreter = interpreter;
        this.facts = facts;
    }

    /** Tells the client; of a statement that changes rows it is also told that it was undone. */
    static void tell(Raised raised, Statement statement, Conversation conversation) throws IOException {
        for (var error : raised.errors()) {
            conversation.reply().message(error);
        }
        if (statement instanceof RowChange && raised.reach() == Reach.STATEMENT) {
            conversation.reply().message(conversation.engine().message(3621).withState(0));
        }
    }

    void raise(Statement.Throw raise) throws Raised, IOException {
        if (raise.arguments().isEmpty()) {
            var again = facts.caught();
            throw new Raised(
                    List.of(again == null ? conversation.engine().message(10704).in("", raise.line()) : again),
                    Reach.STATEMENT);
        }
        var number = number(raise.arguments().get(0), raise.line());
        var text = text(raise.arguments().get(1), raise.line());
        var state = number(raise.arguments().get(2), raise.line());
        throw new Raised(List.of(new SqlError(number, 16, state & 0xFF, text, "", raise.line())), Reach.STATEMENT);
    }

    void raise(Statement.RaiseError raise) throws Raised, IOException {
        var arguments = raise.arguments();
        var values = new ArrayList<@Nullable Object>();
        for (var argument : arguments.subList(Math.min(3, arguments.size()), arguments.size())) {
            values.add(interpreter.value(argument, raise.line()));
        }
        var severity = arguments.size() > 1 ? number(arguments.get(1), raise.line()) : 16;
        var state = arguments.size() > 2 ? number(arguments.get(2), raise.line()) : 1;
        var first = interpreter.value(arguments.get(0), raise.line());
        SqlError error;
        if (first instanceof Number number) {
            var engine = conversation.engine();
            error = engine.message(18_054, number.intValue(), severity, state);
        } else {
            error = SqlError.of(USER_DEFINED, bounded(severity, 25), formatted(String.valueOf(first), values));
        }
        error = error.withState(bounded(state, 255)).in("", raise.line());
        if (severity > 18 && !raise.options().contains("LOG")) {
            error = conversation.engine().message(2754, 18).in("", raise.line());
        }
        if (error.isError()) {
            throw new Raised(List.of(error), Reach.STATEMENT);
        }
        conversation.reply().message(error);
        if (raise.options().contains("NOWAIT")) {
            conversation.reply().flush();
        }
    }

    private static int bounded(int number, int most) {
        return Math.max(0, Math.min(most, number));
    }

    void print(Statement.Print print) throws Raised, IOException {
        var text = text(print.text(), print.line());
        // One blank stands for a text that is empty, as the server has it.
        conversation
                .reply()
                .message(SqlError.of(0, 0, text.isEmpty() ? " " : text).in("", print.line()));
        conversation.settings().rowCount(0);
    }

    private int number(Expression expression, int line) throws Raised, IOException {
        return interpreter.value(expression, SqlType.INT, line) instanceof Integer number ? number : 0;
    }

    private String text(Expression expression, int line) throws Raised, IOException {
        if (expression instanceof Literal literal && literal.kind() == Literal.Kind.STRING) {
            return literal.text();
        }
        var value = interpreter.value(expression, SqlType.NVARCHAR_MAX, line);
        return value == null ? "" : value.toString();
    }

    /** As {@code printf} does ("RAISERROR (Transact-SQL)"); what has no value is {@code (null)}. */
    private String formatted(String text, List<@Nullable Object> values) throws Raised {
        var filled = new StringBuilder();
        var matcher = PLACE.matcher(text);
        var at = 0;
        var next = 0;
        while (matcher.find()) {
            filled.append(text, at, matcher.start());
            at = matcher.end();
            if (matcher.group("type") == null) {
                filled.append('%');
                continue;
            }
            var width = matcher.group("width");
            if (width.equals("*")) {
                width = next < values.size() ? String.valueOf(values.get(next++)) : "";
            }
            var precision = matcher.group("precision");
            if ("*".equals(precision)) {
                precision = next < values.size() ? String.valueOf(values.get(next++)) : "";
            }
            var value = next < values.size() ? values.get(next++) : null;
            filled.append(one(matcher.group("flags"), width, precision, matcher.group("type"), value));
        }
        return filled.append(text, at, text.length()).toString();
    }

    private String one(String flags, String width, @Nullable String precision, String type, @Nullable Object value)
            throws Raised {
        String plain;
        if (value == null) {
            plain = "(null)";
        } else {
            plain = switch (type) {
                case "s", "S" -> value.toString();
                case "d", "i" -> String.valueOf(value);
                case "u" -> Integer.toUnsignedString(((Number) value).intValue());
                case "x" -> Integer.toHexString(((Number) value).intValue());
                case "X" -> Integer.toHexString(((Number) value).intValue()).toUpperCase(Locale.ROOT);
                case "o" -> Integer.toOctalString(((Number) value).intValue());
                default -> throw new Raised(List.of(conversation.engine().message(2787, "%" + type)), Reach.STATEMENT);
            };
        }
        if (precision != null && !precision.isEmpty() && type.equalsIgnoreCase("s")) {
            plain = plain.substring(0, Math.min(plain.length(), Integer.parseInt(precision)));
        }
        if (flags.contains("+") && value instanceof Number number && number.longValue() >= 0) {
            plain = "+" + plain;
        }
        var missing = width.isEmpty() ? 0 : Math.max(0, Integer.parseInt(width) - plain.length());
        if (flags.contains("-")) {
            return plain + " ".repeat(missing);
        }
        return (flags.contains("0") && value instanceof Number ? "0" : " ").repeat(missing) + plain;
    }
}
