package io.emrops.testkit.windows.simulated;

import io.emrops.testkit.windows.PowerShellError;
import io.emrops.testkit.windows.simulated.SimulatedEventLog.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The XPath of Windows' event log, as far as scripts of emrops use it: comparisons of a few fields of {@code System}, joined by {@code and},
 * {@code or} and brackets. Refused is what is of another form, and more than the 20 expressions that "Consuming Events" promises.
 */
final class EventXPath {
    private static final int MOST = 20;
    private static final int INVALID_QUERY = 0x80073A99;
    private static final Pattern TOKEN =
            Pattern.compile("\\G\\s*(\\*\\[System\\[|\\]\\]$|<=|>=|[<>=()\\[\\]]|[A-Za-z@]+|\\d+|'[^']*')");

    private final List<String> tokens = new ArrayList<>();
    private int at;
    private int expressions;

    private EventXPath(String text) {
        var match = TOKEN.matcher(text);
        var end = 0;
        while (match.find()) {
            tokens.add(match.group(1));
            end = match.end();
        }
        if (end != text.length()) {
            throw invalid();
        }
    }

    /** Which events it selects. */
    static Predicate<Event> parse(String text) {
        if (text.equals("*")) {
            return event -> true;
        }
        var xpath = new EventXPath(text);
        xpath.expect("*[System[");
        var selects = xpath.any();
        xpath.expect("]]");
        if (xpath.at != xpath.tokens.size()) {
            throw invalid();
        }
        requireFew(xpath.expressions);
        return selects;
    }

    static void requireFew(int expressions) {
        if (expressions > MOST) {
            throw invalid();
        }
    }

    private static PowerShellError invalid() {
        return PowerShellError.of("EventLogException", "NotSpecified")
                .from("System.Diagnostics.Eventing.Reader.EventLogException", INVALID_QUERY);
    }

    private String next() {
        if (at == tokens.size()) {
            throw invalid();
        }
        return tokens.get(at++);
    }

    private void expect(String token) {
        if (!next().equals(token)) {
            throw invalid();
        }
    }

    private boolean skip(String token) {
        var is = at < tokens.size() && tokens.get(at).equals(token);
        if (is) {
            at++;
        }
        return is;
    }

    private Predicate<Event> any() {
        var one = all();
        while (skip("or")) {
            one = one.or(all());
        }
        return one;
    }

    private Predicate<Event> all() {
        var one = single();
        while (skip("and")) {
            one = one.and(single());
        }
        return one;
    }

    private Predicate<Event> single() {
        if (skip("(")) {
            return within(")");
        }
        if (skip("TimeCreated")) {
            expect("[");
            return within("]");
        }
        return comparison();
    }

    private Predicate<Event> within(String end) {
        var inner = any();
        expect(end);
        return inner;
    }

    private Predicate<Event> comparison() {
        expressions++;
        var field = next();
        var operator = next();
        var value = next();
        return switch (field) {
            case "EventRecordID" -> event -> holds(operator, Long.compare(event.recordId(), number(value)));
            case "EventID" -> event -> holds(operator, Long.compare(event.id(), number(value)));
            case "Level" -> event -> holds(operator, Long.compare(event.level(), number(value)));
            case "@SystemTime" -> event -> holds(operator, event.at().compareTo(time(value)));
            default -> throw invalid();
        };
    }

    private static boolean holds(String operator, int compared) {
        return switch (operator) {
            case "=" -> compared == 0;
            case "<" -> compared < 0;
            case "<=" -> compared <= 0;
            case ">" -> compared > 0;
            case ">=" -> compared >= 0;
            default -> throw invalid();
        };
    }

    private static long number(String value) {
        if (!value.matches("\\d{1,18}")) {
            throw invalid();
        }
        return Long.parseLong(value);
    }

    private static Instant time(String value) {
        if (!value.matches("'\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z'")) {
            throw invalid();
        }
        return Instant.parse(value.substring(1, value.length() - 1));
    }
}
