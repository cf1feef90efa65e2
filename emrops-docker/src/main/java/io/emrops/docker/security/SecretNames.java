package io.emrops.docker.security;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells environment variables that hold a secret by their names and by the form of their values. */
final class SecretNames {
    private static final List<String> PARTS =
            List.of("PASSWORD", "PASSWD", "SECRET", "TOKEN", "CREDENTIAL", "APIKEY", "REQUIREPASS");
    private static final Set<String> WORDS = Set.of("KEY", "PASS", "PASSPHRASE");
    private static final Set<String> LAST_WORDS = Set.of("PWD", "AUTH");
    private static final Pattern ENDS_IN_PASS =
            Pattern.compile("[A-Z0-9]*(DB|USER|ADMIN|ROOT|SQL|MAIL|SMTP|LDAP|REDIS|API)PASS");
    /** Of what is about a secret, and is none. */
    private static final Set<String> LAST_WORDS_OF_OTHERS = Set.of(
            "FILE",
            "PATH",
            "DIR",
            "NAME",
            "ID",
            "URL",
            "TTL",
            "TIMEOUT",
            "SIZE",
            "LENGTH",
            "BITS",
            "SECONDS",
            "MINUTES",
            "HOURS",
            "DAYS",
            "COUNT",
            "LIFETIME",
            "EXPIRY",
            "EXPIRATION",
            "ENABLED",
            "REQUIRED",
            "TYPE",
            "ALGORITHM",
            "ISSUER",
            "AUDIENCE");

    private static final Pattern BOUNDARY = Pattern.compile("[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])");
    private static final Pattern SWITCH = Pattern.compile("(?i)true|false|yes|no|on|off");
    private static final Pattern CONNECTION = Pattern.compile("(?i)(^|[;\\s])(password|pwd)\\s*=\\s*[^;\\s]+"
            // A password may hold a slash, where a query may hold an @: of what is before the first / or ?, any is one.
            + "|[a-z][a-z0-9+.-]*://[^/\\s:@?#]*:[^\\s@?#]+@[a-z0-9\\[]|https?://[^/\\s:@?#]+@[a-z0-9\\[]");
    private static final Pattern FLAG = Pattern.compile("--?([A-Za-z][A-Za-z0-9_.-]*)(?:=(.*))?", Pattern.DOTALL);

    private SecretNames() {}

    static boolean holdsSecret(String name, String value) {
        if (value.isBlank() || value.startsWith("/run/secrets/")) {
            return false;
        }
        return CONNECTION.matcher(value).find()
                || isSecret(name) && !SWITCH.matcher(value).matches();
    }

    /** The flags of a command that a secret stands behind, or in. */
    static List<String> flags(List<String> command) {
        var found = new ArrayList<String>();
        for (var i = 0; i < command.size(); i++) {
            var flag = FLAG.matcher(command.get(i));
            if (!flag.matches()) {
                continue;
            }
            var next = i + 1 < command.size() ? command.get(i + 1) : "";
            var value = flag.group(2) != null ? flag.group(2) : next.startsWith("-") ? "" : next;
            if (holdsSecret(flag.group(1), value)) {
                found.add(command.get(i).split("=", 2)[0]);
            }
        }
        return found;
    }

    private static boolean isSecret(String name) {
        var words = Arrays.stream(BOUNDARY.split(name))
                .map(w -> w.toUpperCase(Locale.ROOT))
                .filter(w -> !w.isEmpty())
                .toList();
        if (words.isEmpty() || LAST_WORDS_OF_OTHERS.contains(words.get(words.size() - 1))) {
            return false;
        }
        // Keys that anybody may know: public ones, and the one by which official images check what they fetch.
        if (words.contains("PUBLIC") || name.equals("GPG_KEY")) {
            return false;
        }
        var whole = String.join("", words);
        var last = words.get(words.size() - 1);
        return words.stream().anyMatch(WORDS::contains)
                || words.size() > 1
                        && LAST_WORDS.contains(last)
                        && !words.get(0).equals("OLD")
                || ENDS_IN_PASS.matcher(last).matches()
                || PARTS.stream().anyMatch(whole::contains)
                || whole.contains("CONNECTIONSTRING") && !whole.endsWith("PROVIDERNAME");
    }
}
