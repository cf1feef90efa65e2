package io.emrops.iis.release;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What files may be called on Windows, by "Naming Files, Paths, and Namespaces" of its vendor. */
final class WindowsNames {
    /** How long a path below a folder of releases may be. */
    static final int LONGEST = 240;

    private static final String NEVER = "<>:\"|?*\\";
    private static final Set<String> DEVICES = Set.of("CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$");
    private static final Pattern PORT = Pattern.compile("(COM|LPT)[0-9\u00B9\u00B2\u00B3]");

    private WindowsNames() {}

    /**
     * @param path with slashes
     * @return why Windows cannot have it below a folder; empty if it can
     */
    static Optional<String> fault(String path) {
        if (path.length() > LONGEST) {
            return Optional.of("is longer than " + LONGEST + " characters");
        }
        for (var part : path.split("/", -1)) {
            var fault = faultOfPart(part);
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    static Optional<String> faultOfPart(String part) {
        if (part.isEmpty()) {
            return Optional.of("has a part without a name");
        }
        if (part.equals(".") || part.equals("..")) {
            return Optional.of("leads out of its folder or nowhere");
        }
        if (part.endsWith(".") || part.endsWith(" ")) {
            return Optional.of("has a part that ends with a dot or a blank");
        }
        if (part.codePoints().anyMatch(WindowsNames::isForbidden)) {
            return Optional.of("has a character that Windows does not allow in names");
        }
        return isDevice(part) ? Optional.of("is the name of a device") : Optional.empty();
    }

    private static boolean isForbidden(int codePoint) {
        return Character.isISOControl(codePoint)
                || NEVER.indexOf(codePoint) >= 0
                || Character.getType(codePoint) == Character.SURROGATE;
    }

    /** With any ending: {@code nul.txt} is a device as well. */
    private static boolean isDevice(String part) {
        var dot = part.indexOf('.');
        var name = (dot < 0 ? part : part.substring(0, dot)).stripTrailing().toUpperCase(Locale.ROOT);
        return DEVICES.contains(name) || PORT.matcher(name).matches();
    }

    /** One for all names that Windows takes for the same; a few more than it does. */
    static String folded(String name) {
        var folded = new StringBuilder(name.length());
        name.chars().forEach(c -> folded.append(Character.toLowerCase(Character.toUpperCase((char) c))));
        return folded.toString();
    }

    /** Finds names of one folder that differ by case alone, and files that are folders too. */
    static final class Clashes {
        private final Map<String, String> folders = new HashMap<>();
        private final Map<String, String> files = new HashMap<>();

        /** @return what it clashes with; empty if with nothing that was added before */
        Optional<String> add(String path) {
            for (var cut = path.indexOf('/'); cut >= 0; cut = path.indexOf('/', cut + 1)) {
                var folder = path.substring(0, cut);
                var key = folded(folder);
                var same = folders.putIfAbsent(key, folder);
                if (same != null && !same.equals(folder)) {
                    return Optional.of(same);
                }
                var file = files.get(key);
                if (file != null) {
                    return Optional.of(file);
                }
            }
            var key = folded(path);
            var same = files.putIfAbsent(key, path);
            return Optional.ofNullable(same == null ? folders.get(key) : same);
        }
    }
}
