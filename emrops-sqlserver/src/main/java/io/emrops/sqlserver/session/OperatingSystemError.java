package io.emrops.sqlserver.session;

import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** The number that stands before the bracket in {@code Operating system error 5(Access is denied.)}, in any language. */
final class OperatingSystemError {
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|(?<![\\p{L}\\p{N}])'[^']*'|„[^“]*“|«[^»]*»");
    private static final Pattern NUMBER = Pattern.compile("(?<![\\p{L}\\p{N}])(\\d{1,5})\\(");

    private static final Map<Integer, String> WORDS = Map.ofEntries(
            Map.entry(2, "the file was not found"),
            Map.entry(3, "the path was not found"),
            Map.entry(5, "access was denied to the account of the server's service"),
            Map.entry(21, "the device is not ready"),
            Map.entry(23, "the device has a bad checksum"),
            Map.entry(32, "the file is in use"),
            Map.entry(53, "the network path was not found"),
            Map.entry(64, "the network name is gone"),
            Map.entry(67, "the network name was not found"),
            Map.entry(112, "no room is left"),
            Map.entry(1117, "the device has failed"));

    private OperatingSystemError() {}

    static OptionalInt in(String text) {
        var found = NUMBER.matcher(QUOTED.matcher(text).replaceAll(" "));
        var last = OptionalInt.empty();
        while (found.find()) {
            last = OptionalInt.of(Integer.parseInt(found.group(1)));
        }
        return last;
    }

    static String words(int code) {
        return "operating system error " + code + (WORDS.containsKey(code) ? ", " + WORDS.get(code) : "");
    }

    static boolean isDiskFull(int code) {
        return code == 112;
    }

    static boolean isAccessDenied(int code) {
        return code == 5;
    }
}
