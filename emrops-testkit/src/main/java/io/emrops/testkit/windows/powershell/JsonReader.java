package io.emrops.testkit.windows.powershell;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads one text of JSON. */
final class JsonReader {
    private static final int DEEPEST = 100;
    /** A number of more digits costs more than it says. */
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d{0,99})(\\.\\d{1,100})?([eE][+-]?\\d{1,3})?");

    private static final String ESCAPES = "\"\\/bfnrt";
    private static final String ESCAPED = "\"\\/\b\f\n\r\t";

    private final String text;
    private int at;

    JsonReader(String text) {
        this.text = text;
    }

    Optional<Object> whole() {
        var value = value(0);
        blanks();
        if (at != text.length()) {
            throw wrong();
        }
        return value;
    }

    private Optional<Object> value(int depth) {
        if (depth > DEEPEST) {
            throw wrong();
        }
        blanks();
        return switch (peek()) {
            case '{' -> Optional.of(object(depth));
            case '[' -> Optional.of(array(depth));
            case '"' -> Optional.of(string());
            case 't' -> Optional.of(word("true", Boolean.TRUE));
            case 'f' -> Optional.of(word("false", Boolean.FALSE));
            case 'n' -> {
                word("null", Boolean.FALSE);
                yield Optional.empty();
            }
            default -> Optional.of(number());
        };
    }

    private Map<String, Object> object(int depth) {
        var map = new LinkedHashMap<String, Object>();
        expect('{');
        if (accept('}')) {
            return map;
        }
        do {
            blanks();
            var name = string();
            expect(':');
            value(depth + 1).ifPresent(value -> map.put(name, value));
        } while (accept(','));
        expect('}');
        return map;
    }

    private List<Object> array(int depth) {
        var list = new ArrayList<>();
        expect('[');
        if (accept(']')) {
            return list;
        }
        do {
            value(depth + 1).ifPresent(list::add);
        } while (accept(','));
        expect(']');
        return list;
    }

    private String string() {
        if (peek() != '"') {
            throw wrong();
        }
        at++;
        var to = new StringBuilder();
        for (var c = next(); c != '"'; c = next()) {
            if (c < ' ') {
                throw wrong();
            }
            to.append(c == '\\' ? escaped() : c);
        }
        return to.toString();
    }

    private char escaped() {
        var c = next();
        if (c == 'u') {
            if (at + 4 > text.length()) {
                throw wrong();
            }
            at += 4;
            try {
                return (char) Integer.parseUnsignedInt(text.substring(at - 4, at), 16);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("no JSON at " + at, e);
            }
        }
        var index = ESCAPES.indexOf(c);
        if (index < 0) {
            throw wrong();
        }
        return ESCAPED.charAt(index);
    }

    private BigDecimal number() {
        var matcher = NUMBER.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            throw wrong();
        }
        at = matcher.end();
        return new BigDecimal(matcher.group());
    }

    private Object word(String word, Object value) {
        if (!text.startsWith(word, at)) {
            throw wrong();
        }
        at += word.length();
        return value;
    }

    private void expect(char c) {
        if (!accept(c)) {
            throw wrong();
        }
    }

    private boolean accept(char c) {
        blanks();
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void blanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private char next() {
        if (at >= text.length()) {
            throw wrong();
        }
        return text.charAt(at++);
    }

    private IllegalArgumentException wrong() {
        return new IllegalArgumentException("no JSON at " + at);
    }
}
