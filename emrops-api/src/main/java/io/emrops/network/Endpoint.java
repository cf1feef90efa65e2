package io.emrops.network;

import java.util.Objects;

/**
 * Where a server takes connections. An IPv6 address is kept as RFC 5952 writes it, and one that stands for an IPv4 address as that, so that
 * the same address is equal in all its writings. Names are kept as they are, and never looked up.
 *
 * @param host a name, or an address; IPv6 without brackets
 * @param port 1 to 65535
 */
public record Endpoint(String host, int port) implements Comparable<Endpoint> {
    public Endpoint {
        if (Objects.requireNonNull(host, "host").isBlank() || host.chars().anyMatch(Endpoint::isNoPartOfAHost)) {
            throw new IllegalArgumentException("No host: '" + host + "'");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("A port is 1 to 65535: " + port);
        }
        host = AddressLiteral.canonical(host);
    }

    private static boolean isNoPartOfAHost(int c) {
        return !(Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_' || c == ':' || c == '%') || c > 127;
    }

    /** By host, then port. */
    @Override
    public int compareTo(Endpoint other) {
        var hosts = host.compareTo(other.host);
        return hosts != 0 ? hosts : Integer.compare(port, other.port);
    }

    /** {@code 127.0.0.1:8080}, {@code [::1]:8080}. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
