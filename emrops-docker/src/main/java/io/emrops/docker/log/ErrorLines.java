package io.emrops.docker.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The usual rule of which lines look like errors: the level decides where there is one, words where there is none. */
public final class ErrorLines {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String BAD = "ERROR|ERR|EROR|FATAL|CRITICAL|CRIT|SEVERE|PANIC|EMERG|EMERGENCY|ALERT|FAIL|FTL";
    private static final String GOOD =
            "TRACE|VERBOSE|VRB|DEBUG|DBG|FINE|FINER|FINEST|CONFIG|INFO|INF|INFORMATION|NOTICE|WARN|WRN|WARNING|LOG|DBUG|TRCE";

    /** In upper case anywhere near the start; in any case in brackets or at the start before a colon; or as level=. */
    private static final Pattern LEVEL =
            Pattern.compile("(?<![\\w-])(?:(?:level|lvl|severity)=\"?(?<key>(?i:" + BAD + "|" + GOOD
                    + "))\\b|\\[\\s*(?<bracket>(?i:" + BAD + "|" + GOOD + "))\\s*\\]|(?<upper>" + BAD + "|" + GOOD
                    + ")(?![\\w=-]))|^(?<start>(?i:" + BAD + "|" + GOOD + ")):");

    private static final Pattern BAD_LEVEL = Pattern.compile("(?i)" + BAD);

    /** How far into a line a level is looked for. */
    private static final int HEAD = 160;

    private static final Pattern WORDS = Pattern.compile(
            "\\w*Exception\\b|\\w*Error\\b|\\berrors?\\b|\\bfatal\\b|\\bpanic\\b|\\bfail(ed|ure|ures)\\b"
                    + "|\\bsegmentation fault\\b|\\bcore dumped\\b|\\btraceback \\(most recent|\\bout of memory\\b",
            Pattern.CASE_INSENSITIVE);

    /** What makes a line sound like an error that says there is none. */
    private static final Pattern NONE = Pattern.compile(
            "\\b(0|no|zero|without( any)?|any)\\s+(errors?|failures?|failed|exceptions?)\\b"
                    + "|\\b(errors?|failures?|failed|exceptions?)\\s*[:=]\\s*(0|no|none|null|false|\\[\\])(?![\\w.])"
                    + "|\\berrors?[-_ ](count|rate|total)\\s*[:=]\\s*0(?![\\w.])",
            Pattern.CASE_INSENSITIVE);

    /** The second and later lines of a stack trace; the first one counts. */
    private static final Pattern FRAME = Pattern.compile("^\\s+at\\s|^\\s+File \"|^\\s*\\.\\.\\. \\d+ more");

    private static final List<String> LEVEL_KEYS = List.of(
            "level", "Level", "@l", "lvl", "severity", "Severity", "LogLevel", "log.level", "levelname", "loglevel");

    private ErrorLines() {}

    public static Predicate<String> usual() {
        return ErrorLines::isError;
    }

    private static boolean isError(String line) {
        if (FRAME.matcher(line).find()) {
            return false;
        }
        return jsonLevel(line)
                .or(() -> textLevel(line))
                .map(level -> BAD_LEVEL.matcher(level).matches())
                .orElseGet(
                        () -> WORDS.matcher(NONE.matcher(line).replaceAll(" ")).find());
    }

    private static Optional<String> textLevel(String line) {
        var head = line.length() > HEAD ? line.substring(0, HEAD) : line;
        var level = LEVEL.matcher(head);
        return level.find()
                ? List.of("key", "bracket", "upper", "start").stream()
                        .flatMap(g -> Optional.ofNullable(level.group(g)).stream())
                        .findFirst()
                : Optional.empty();
    }

    private static Optional<String> jsonLevel(String line) {
        return json(line)
                .flatMap(json ->
                        LEVEL_KEYS.stream().filter(json::hasNonNull).findFirst().map(key -> name(json.get(key))));
    }

    /** Numbers are those of bunyan and pino: 50 is error, 60 is fatal. */
    private static String name(JsonNode level) {
        if (level.isNumber()) {
            return level.asInt() >= 50 ? "ERROR" : "INFO";
        }
        return level.asText().toUpperCase(Locale.ROOT);
    }

    /** The line as a JSON object, if it is one. */
    public static Optional<JsonNode> json(String line) {
        if (!line.startsWith("{")) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(line)).filter(JsonNode::isObject);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
