package io.emrops.testkit.windows.simulated;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A binding of a simulated site.
 *
 * @param protocol {@code http} or {@code https}
 * @param information as in {@code *:443:scheduler.hospital.example}
 * @param thumbprint of its certificate; empty for http
 * @param store of its certificate; empty for http
 * @param sni whether its certificate is chosen by name
 */
public record SimulatedBinding(String protocol, String information, String thumbprint, String store, boolean sni) {
    static SimulatedBinding of(Map<?, ?> parameters) {
        return new SimulatedBinding(
                text(parameters, "protocol"),
                text(parameters, "information"),
                text(parameters, "thumbprint"),
                text(parameters, "store"),
                flag(parameters, "sni"));
    }

    /** One of a map of parameters within another one. */
    static String text(Map<?, ?> parameters, String name) {
        return (String) Objects.requireNonNull(parameters.get(name), name);
    }

    static boolean flag(Map<?, ?> parameters, String name) {
        return (Boolean) Objects.requireNonNull(parameters.get(name), name);
    }

    boolean tls() {
        return protocol.equals("https");
    }

    int port() {
        var end = information.lastIndexOf(':');
        return Integer.parseInt(information.substring(information.lastIndexOf(':', end - 1) + 1, end));
    }

    String host() {
        return information.substring(information.lastIndexOf(':') + 1);
    }

    boolean at(SimulatedBinding other) {
        return information.equalsIgnoreCase(other.information);
    }

    /** Whether it is the same place in the configuration; certificates are set there. */
    boolean replaces(SimulatedBinding other) {
        return at(other) && protocol.equals(other.protocol) && sni == other.sni;
    }

    String said() {
        return protocol + (tls() ? ", certificate " + thumbprint + " of " + store : "") + (sni ? ", SNI" : "");
    }

    Map<String, Object> told() {
        return Map.of(
                "protocol", protocol.toLowerCase(Locale.ROOT),
                "information", information,
                "thumbprint", thumbprint,
                "store", store,
                "flags", sni ? 1 : 0);
    }
}
