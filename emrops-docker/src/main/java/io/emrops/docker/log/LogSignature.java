package io.emrops.docker.log;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What lines of a log have in common. A line may hold a patient's name, number or diagnosis, so a signature keeps only what
 * a programmer wrote: words in lower case, known words, names of classes. Everything else (numbers and whatever holds a
 * digit, quoted values, what follows an equals sign, addresses, paths, unknown words in capitals) becomes {@code *}.
 * A name that the program writes in lower case cannot be told from a word.
 */
public final class LogSignature {
    private static final int MOST = 200;
    /** No more of a line is looked at: the time some of the patterns need grows with its square. */
    private static final int LOOKED_AT = 1000;

    private static final Set<String> KNOWN = Set.of(
            "ERROR",
            "FATAL",
            "CRITICAL",
            "SEVERE",
            "PANIC",
            "WARN",
            "INFO",
            "DEBUG",
            "ALERT",
            "EMERGENCY",
            "FAIL",
            "Error",
            "Fatal",
            "Critical",
            "Exception",
            "Failed",
            "Failure",
            "Cannot",
            "Could",
            "Unable",
            "Unhandled",
            "Uncaught",
            "Caused",
            "Connection",
            "Timeout",
            "Timed",
            "Request",
            "Response",
            "Invalid",
            "Illegal",
            "Missing",
            "Unknown",
            "Unexpected",
            "Access",
            "Database",
            "Server",
            "Client",
            "Service",
            "Query",
            "Transaction",
            "Deadlock",
            "Login",
            "Patient",
            "User",
            "Order",
            "Message",
            "File",
            "Disk",
            "Memory",
            "Out",
            "Thread",
            "Socket",
            "Host",
            "Port",
            "No",
            "Not",
            "The",
            "An",
            "While",
            "Error:",
            "Traceback",
            "SQL",
            "HTTP",
            "HTTPS",
            "TLS",
            "SSL",
            "TCP",
            "UDP",
            "DNS",
            "API",
            "JSON",
            "XML",
            "FHIR",
            "LDAP",
            "SMTP",
            "JDBC",
            "ODBC",
            "GC",
            "OOM",
            "CPU",
            "IO",
            "GET",
            "POST",
            "PUT",
            "DELETE",
            "PATCH",
            "HEAD",
            "SELECT",
            "INSERT",
            "UPDATE",
            "EOF",
            "NULL",
            "ID",
            "URL",
            "URI",
            "UTC");

    private static final Pattern QUOTED =
            Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"?|`[^`]*+`?|(?<!\\w)'[^']*+'?|<[^<>]*+>|[“„«][^”“»]*+[”“»]?");
    private static final Pattern URL = Pattern.compile("\\b[a-z][a-z0-9+.-]*://\\S+", Pattern.CASE_INSENSITIVE);
    private static final Pattern VALUE = Pattern.compile("([\\w.-]+)\\s?=\\s?\\S+");
    private static final Pattern ADDRESS = Pattern.compile("\\S+@\\S+");
    private static final Pattern PATH = Pattern.compile("(?<![\\w.])(?:[A-Za-z]:)?[/\\\\]\\S+|\\S+[/\\\\]\\S+");
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}_$.^-]*[\\p{L}\\p{M}\\p{N}_$]");
    private static final Pattern CLASS_NAME =
            Pattern.compile("(?:[a-z_$]+\\.)*[A-Z][A-Za-z$]*(?:Exception|Error|Fault)");
    private static final Pattern LOWER = Pattern.compile("[a-z_$.-]+");
    private static final Pattern MASKS = Pattern.compile("\\*(?:[\\s:;,.|+*^()\\[\\]{}-]*\\*)+");
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern UNPRINTABLE = Pattern.compile("\\x1b\\[[0-9;]*m|[^\\P{C}\\t]");

    private static final List<String> MESSAGES =
            List.of("@mt", "message", "msg", "Message", "MessageTemplate", "@m", "error", "err");
    private static final List<String> SOURCES = List.of("logger", "SourceContext", "logger_name", "Category");

    private LogSignature() {}

    public static String of(String line) {
        return ErrorLines.json(line).map(LogSignature::ofJson).orElseGet(() -> ofText(line));
    }

    private static String ofJson(JsonNode json) {
        var text = new StringBuilder("ERROR ");
        first(json, SOURCES, text);
        text.append(' ');
        first(json, MESSAGES, text);
        return ofText(text.toString());
    }

    private static void first(JsonNode json, List<String> keys, StringBuilder to) {
        keys.stream()
                .map(json::path)
                .filter(JsonNode::isTextual)
                .findFirst()
                .ifPresent(value -> to.append(value.asText()));
    }

    private static String ofText(String line) {
        var text = UNPRINTABLE.matcher(beginning(line)).replaceAll("");
        text = QUOTED.matcher(text).replaceAll("*");
        text = URL.matcher(text).replaceAll("*");
        text = VALUE.matcher(text).replaceAll(m -> mask(m.group(1)) + "=*");
        text = ADDRESS.matcher(text).replaceAll("*");
        text = PATH.matcher(text).replaceAll("*");
        text = WORD.matcher(text).replaceAll(LogSignature::word);
        text = MASKS.matcher(text).replaceAll("*");
        text = BLANKS.matcher(text).replaceAll(" ").strip();
        if (text.startsWith("* ")) {
            text = text.substring(2); // the time
        }
        return text.length() > MOST ? text.substring(0, MOST - 1) + "…" : text;
    }

    /** Ends where a word does: half a word could look like another. */
    private static String beginning(String line) {
        return line.length() <= LOOKED_AT ? line : line.substring(0, line.lastIndexOf(' ', LOOKED_AT) + 1);
    }

    private static String word(MatchResult m) {
        return mask(m.group()).replace("$", "\\$");
    }

    private static String mask(String word) {
        return KNOWN.contains(word)
                        || LOWER.matcher(word).matches()
                        || CLASS_NAME.matcher(word).matches()
                ? word
                : "*";
    }
}
