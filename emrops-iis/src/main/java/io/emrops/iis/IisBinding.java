package io.emrops.iis;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a site takes requests.
 *
 * @param protocol {@code http} or {@code https}
 * @param address {@code *}, or an IPv4 or IPv6 address without brackets
 * @param port 1 to 65535
 * @param host the name that requests ask for, in lower case; empty for any, {@code *.name} for all names below one
 * @param thumbprint of the certificate, 40 hexadecimal digits; https has one, http has none
 * @param store of the local machine that holds the certificate, as in {@code My}; empty for http
 * @param sni whether the certificate is chosen by the name that a client asks for
 */
public record IisBinding(
        String protocol,
        String address,
        int port,
        String host,
        Optional<String> thumbprint,
        String store,
        boolean sni) {
    private static final Pattern HOST = Pattern.compile(
            "(\\*\\.)?([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)" + "(\\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*");
    private static final int LONGEST_HOST = 253;
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:.]*");
    private static final Pattern THUMBPRINT = Pattern.compile("[0-9A-F]{40}");
    private static final Pattern STORE = Pattern.compile("[A-Za-z][A-Za-z0-9 ]{0,63}");

    public IisBinding {
        Objects.requireNonNull(address, "address");
        host = Objects.requireNonNull(host, "host").toLowerCase(Locale.ROOT);
        thumbprint = thumbprint.map(text -> text.toUpperCase(Locale.ROOT));
        if (!address.equals("*")
                && !IPV4.matcher(address).matches()
                && !IPV6.matcher(address).matches()) {
            throw new IllegalArgumentException("The address of a binding is *, or an IPv4 or IPv6 address");
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("A port is 1 to 65535: " + port);
        }
        if (!host.isEmpty()
                && (host.length() > LONGEST_HOST || !HOST.matcher(host).matches())) {
            throw new IllegalArgumentException("The host of a binding is a name as DNS has them, or empty");
        }
        switch (Objects.requireNonNull(protocol, "protocol")) {
            case "http" -> {
                if (thumbprint.isPresent() || sni || !store.isEmpty()) {
                    throw new IllegalArgumentException("A binding for http has no certificate, no store and no SNI");
                }
            }
            case "https" -> requireCertificate(host, thumbprint, store, sni);
            default -> throw new IllegalArgumentException("The protocol of a binding is http or https");
        }
    }

    private static void requireCertificate(String host, Optional<String> thumbprint, String store, boolean sni) {
        if (thumbprint.filter(text -> THUMBPRINT.matcher(text).matches()).isEmpty()) {
            throw new IllegalArgumentException("A binding for https has a thumbprint of 40 hexadecimal digits");
        }
        if (!STORE.matcher(store).matches()) {
            throw new IllegalArgumentException("The store of a certificate is named as in My or WebHosting");
        }
        if (sni && host.isEmpty()) {
            throw new IllegalArgumentException("A binding with SNI has a host");
        }
    }

    /** For any name, at all addresses. */
    public static IisBinding http(int port) {
        return http("", port);
    }

    /** For one name, at all addresses. */
    public static IisBinding http(String host, int port) {
        return new IisBinding("http", "*", port, host, Optional.empty(), "", false);
    }

    /**
     * With a certificate of the store {@code My}, at all addresses; by SNI if there is a host.
     *
     * @param host empty for any name
     */
    public static IisBinding https(String host, int port, String thumbprint) {
        return new IisBinding("https", "*", port, host, Optional.of(thumbprint), "My", !host.isEmpty());
    }

    /** As IIS writes it: {@code *:443:scheduler.hospital.example}. */
    public String information() {
        var shown = address.contains(":") ? "[" + address + "]" : address;
        return shown + ":" + port + ":" + host;
    }

    @Override
    public String toString() {
        return protocol + " " + information();
    }
}
