package io.emrops.docker.compose;

import java.util.regex.Pattern;

/** How many ports of the host a definition publishes one port of a container at: so many instances there can be. */
final class HostPorts {
    private static final Pattern NUMBERS = Pattern.compile("(\\d+)(?:-(\\d+))?");
    /** {@code 127.0.0.1:18080-18089:8080/tcp}, with brackets around an IPv6 address; no host port: {@code 127.0.0.1::8080}. */
    private static final Pattern SHORT =
            Pattern.compile("(?:(?:\\[.*]|[^:\\[\\]]*):)?(?<host>[0-9-]*):[0-9-]+(?:/\\w+)?");

    private HostPorts() {}

    /** @param published {@code 8080}, {@code 18080-18089}, or nothing where the engine chooses a free one */
    static int count(String published) {
        var numbers = NUMBERS.matcher(published);
        if (published.isEmpty() || published.equals("0")) {
            return Integer.MAX_VALUE;
        }
        if (!numbers.matches()) {
            return 1; // whatever it is, it is no free choice
        }
        return numbers.group(2) == null
                ? 1
                : Integer.parseInt(numbers.group(2)) - Integer.parseInt(numbers.group(1)) + 1;
    }

    /** A line of a list of ports, as Compose 1 prints it. */
    static int countInYaml(String line) {
        var text = line.strip().replaceFirst("^- +", "").replace("'", "").replace("\"", "");
        if (text.startsWith("published:")) {
            return count(text.substring("published:".length()).strip());
        }
        var words = SHORT.matcher(text);
        return !text.contains(": ") && words.matches() ? count(words.group("host")) : Integer.MAX_VALUE;
    }
}
