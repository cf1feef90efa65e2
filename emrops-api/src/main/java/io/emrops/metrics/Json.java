package io.emrops.metrics;

/** JSON, written from top to bottom. */
final class Json {
    private final StringBuilder out = new StringBuilder();
    private boolean first = true;

    Json open(char bracket) {
        value(String.valueOf(bracket));
        first = true;
        return this;
    }

    Json close(char bracket) {
        out.append(bracket);
        first = false;
        return this;
    }

    Json name(String name) {
        comma();
        quote(name);
        out.append(':');
        first = true;
        return this;
    }

    Json text(String text) {
        comma();
        quote(text);
        return this;
    }

    /** What is no number is null. */
    Json number(double number) {
        if (Double.isNaN(number)) {
            return value("null");
        }
        var whole = number == Math.rint(number) && Math.abs(number) < 1e15;
        return value(whole ? Long.toString((long) number) : Double.toString(number));
    }

    Json truth(boolean truth) {
        return value(Boolean.toString(truth));
    }

    private Json value(String value) {
        comma();
        out.append(value);
        return this;
    }

    private void comma() {
        if (!first) {
            out.append(',');
        }
        first = false;
    }

    private void quote(String text) {
        out.append('"');
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20 || Character.isSurrogate(c) || c == '\u2028' || c == '\u2029') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
