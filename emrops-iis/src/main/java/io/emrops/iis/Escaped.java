package io.emrops.iis;

import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values of attributes as XML writes them. */
final class Escaped {
    private static final Pattern REFERENCE = Pattern.compile("&(#x[0-9A-Fa-f]+|#[0-9]+|lt|gt|amp|quot|apos);");

    private Escaped() {}

    /** In ASCII, so that it can stand in any encoding, and between either quotes. */
    static String attribute(String value) {
        var escaped = new StringBuilder();
        value.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&apos;");
                default -> {
                    if (c < 0x20 || c > 0x7E) {
                        escaped.append("&#x")
                                .append(Integer.toHexString(c).toUpperCase(Locale.ROOT))
                                .append(";");
                    } else {
                        escaped.append((char) c);
                    }
                }
            }
        });
        return escaped.toString();
    }

    /** What a value of a well-formed text means; blanks of any kind are blanks. */
    static String read(String written) {
        var plain = written.replace("\r\n", " ")
                .replace('\n', ' ')
                .replace('\r', ' ')
                .replace('\t', ' ');
        return REFERENCE.matcher(plain).replaceAll(found -> Matcher.quoteReplacement(meant(found)));
    }

    private static String meant(MatchResult reference) {
        var name = reference.group(1);
        return switch (name) {
            case "lt" -> "<";
            case "gt" -> ">";
            case "amp" -> "&";
            case "quot" -> "\"";
            case "apos" -> "'";
            default ->
                Character.toString(
                        name.startsWith("#x")
                                ? Integer.parseInt(name.substring(2), 16)
                                : Integer.parseInt(name.substring(1)));
        };
    }
}
