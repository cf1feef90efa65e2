package io.emrops.certificate;

import io.emrops.network.Endpoint;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** RFC 9525, 6.3 "Matching the DNS Domain Name Portion", and 6.5 for addresses. */
final class HostNames {
    private static final int ANY_PORT = 1;
    /** Of IPv6 with the last part as of IPv4. */
    private static final int LONGEST_ADDRESS = 45;

    private static final String LABEL = "[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?";
    private static final Pattern LABELS = Pattern.compile(LABEL + "(\\." + LABEL + ")*");

    private HostNames() {}

    static boolean oneMatches(List<String> presented, String host) {
        if (isAddress(host)) {
            return presented.contains(new Endpoint(host, ANY_PORT).host());
        }
        var wanted = canonical(host);
        return presented.stream().map(HostNames::canonical).anyMatch(name -> matches(name, wanted));
    }

    private static boolean matches(String presented, String wanted) {
        if (!presented.startsWith("*.")) {
            return presented.equals(wanted);
        }
        var label = wanted.indexOf('.');
        var rest = presented.substring(1);
        return label > 0 && rest.indexOf('*') < 0 && wanted.substring(label).equals(rest);
    }

    /** The dot at the end of an absolute name is not part of it. */
    private static String canonical(String host) {
        var name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        return name.toLowerCase(Locale.ROOT);
    }

    static boolean isAddress(String host) {
        return host.length() <= LONGEST_ADDRESS && host.matches("[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*|\\d+(\\.\\d+){3}");
    }

    /** Of what looks like one: its parts are in their bounds. No name is looked up for it. */
    static boolean isSoundAddress(String address) {
        if (address.indexOf(':') < 0) {
            return Stream.of(address.split("\\."))
                    .allMatch(part -> part.length() <= 3 && Integer.parseInt(part) <= 255);
        }
        try {
            return InetAddress.getByName(address) != null;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Letters, digits, hyphens and underscores in labels of up to 63, 253 in all (RFC 1035, 2.3.4); the leftmost may be a wildcard. */
    static boolean isHostOrWildcard(String name) {
        var host = name.startsWith("*.") ? name.substring(2) : name;
        return host.length() <= 253 && LABELS.matcher(host).matches();
    }
}
