package io.emrops.core.secret;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.function.UnaryOperator;

/** Scrubs the strings and numbers of a JSON text one by one, and leaves what stands between them. */
final class JsonScrub {
    private final String json;
    private final UnaryOperator<String> scrub;
    private final StringBuilder out;
    private int at;

    JsonScrub(String json, UnaryOperator<String> scrub) {
        this.json = json;
        this.scrub = scrub;
        this.out = new StringBuilder(json.length());
    }

    String result() {
        try {
            while (at < json.length()) {
                var c = json.charAt(at);
                if (c == '"') {
                    string();
                } else if (c == '-' || Character.isLetterOrDigit(c)) {
                    word();
                } else if (" \t\r\n{}[]:,".indexOf(c) >= 0) {
                    out.append(c);
                    at++;
                } else {
                    return scrub.apply(json);
                }
            }
        } catch (StringIndexOutOfBoundsException | NumberFormatException e) {
            // Cut short or wrongly escaped: not JSON, so there is nothing to keep valid.
            return scrub.apply(json);
        }
        return out.toString();
    }

    private void word() {
        var start = at;
        while (at < json.length()
                && (Character.isLetterOrDigit(json.charAt(at)) || "+-.".indexOf(json.charAt(at)) >= 0)) {
            at++;
        }
        var word = json.substring(start, at);
        var scrubbed = scrub.apply(word);
        out.append(scrubbed.equals(word) ? word : '"' + scrubbed + '"');
    }

    private void string() {
        var start = at++;
        var content = new StringBuilder();
        for (var c = json.charAt(at); c != '"'; c = json.charAt(at)) {
            at++;
            content.append(c == '\\' ? escaped() : c);
        }
        at++;
        var text = content.toString();
        var scrubbed = scrub.apply(text);
        if (scrubbed.equals(text)) {
            out.append(json, start, at);
        } else {
            out.append('"');
            JsonStringEncoder.getInstance().quoteAsString(scrubbed, out);
            out.append('"');
        }
    }

    private char escaped() {
        var c = json.charAt(at++);
        if (c == 'u') {
            at += 4;
            return (char) Integer.parseInt(json.substring(at - 4, at), 16);
        }
        var known = "bfnrt".indexOf(c);
        return known < 0 ? c : "\b\f\n\r\t".charAt(known);
    }
}
