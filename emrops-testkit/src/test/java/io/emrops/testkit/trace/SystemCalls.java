package io.emrops.testkit.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what {@code strace -f -y -o FILE} wrote. The order of its lines is one that all threads agree on: a call that
 * strace has not seen has not begun, and a thread does not go on before strace has seen its call return. A call during
 * which something else was seen is told in two lines, the first of which says that it is unfinished.
 */
final class SystemCalls {
    private static final Pattern LINE = Pattern.compile("(\\d+) +(.*)");
    private static final Pattern CALL = Pattern.compile("(\\w+)\\((.*)\\) += (\\?|-?\\d+)(.*)");
    private static final Pattern RESUMED = Pattern.compile("<\\.\\.\\. (\\w+) resumed>(.*)");
    private static final String UNFINISHED = "<unfinished ...>";

    /** Of a thread that the end of its process took away under strace's eyes. */
    private static final String DETACHED = "<detached ...>";

    /** The first line of a call that has not returned. */
    private record Begun(int line, String text) {}

    private final Map<Integer, Begun> unfinished = new HashMap<>();
    private final List<SystemCall> calls = new ArrayList<>();

    private SystemCalls() {}

    /**
     * The calls that returned, in the order in which they did.
     *
     * @throws IllegalArgumentException if a line is not understood
     */
    static List<SystemCall> of(List<String> trace) {
        var reader = new SystemCalls();
        for (int i = 0; i < trace.size(); i++) {
            var line = matched(LINE, trace.get(i));
            reader.read(i, Integer.parseInt(line.group(1)), line.group(2));
        }
        return List.copyOf(reader.calls);
    }

    private void read(int line, int thread, String text) {
        if (text.startsWith("+++") || text.endsWith(DETACHED)) {
            unfinished.remove(thread);
        } else if (text.startsWith("<...")) {
            resumed(line, thread, matched(RESUMED, text));
        } else if (text.endsWith(UNFINISHED)) {
            unfinished.put(thread, new Begun(line, text.substring(0, text.length() - UNFINISHED.length())));
        } else if (!text.startsWith("---")) {
            add(line, line, thread, text);
        }
    }

    private void resumed(int line, int thread, Matcher rest) {
        var begun = unfinished.remove(thread);
        if (begun == null || !begun.text().startsWith(rest.group(1) + "(")) {
            throw new IllegalArgumentException(
                    "Line " + (line + 1) + " goes on with what did not begin: " + rest.group());
        }
        add(begun.line(), line, thread, begun.text() + rest.group(2));
    }

    private void add(int begun, int returned, int thread, String text) {
        var call = matched(CALL, text);
        var result = call.group(3).equals("?") ? -1 : Long.parseLong(call.group(3));
        calls.add(new SystemCall(thread, call.group(1), call.group(2), result, begun, returned));
    }

    private static Matcher matched(Pattern pattern, String text) {
        var matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Not a line of a trace: " + text);
        }
        return matcher;
    }
}
