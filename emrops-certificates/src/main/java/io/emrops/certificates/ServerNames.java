package io.emrops.certificates;

import java.util.regex.Pattern;
import javax.net.ssl.SNIHostName;

/** What clients can call a server. */
final class ServerNames {
    private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f]*:[0-9A-Fa-f:.]*|\\d+(\\.\\d+){3}");

    private ServerNames() {}

    /**
     * Refuses what is neither an address nor a name that a client can send (RFC 6066, 3 "Server Name Indication"), such as a wildcard.
     *
     * @throws IllegalArgumentException if it is neither
     */
    static void require(String name) {
        if (!ADDRESS.matcher(name).matches()) {
            try {
                // A name that ends with a dot is the same one, and is sent without it.
                new SNIHostName(name.endsWith(".") ? name.substring(0, name.length() - 1) : name);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "No client can ask a server for this name; one of letters, digits and hyphens is meant: "
                                + name,
                        e);
            }
        }
    }
}
