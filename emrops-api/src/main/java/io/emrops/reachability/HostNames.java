package io.emrops.reachability;

import io.emrops.network.Endpoint;
import java.util.List;
import java.util.Locale;

/** RFC 9525, 6.3 "Matching the DNS Domain Name Portion", and 6.5 for addresses. */
final class HostNames {
    private static final int ANY_PORT = 1;

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

    private static boolean isAddress(String host) {
        return host.matches("[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*|\\d+(\\.\\d+){3}");
    }
}
