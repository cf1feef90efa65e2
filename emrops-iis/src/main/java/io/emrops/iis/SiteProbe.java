package io.emrops.iis;

import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A request that a host sends to itself, to 127.0.0.1. A binding of one address alone does not answer there. Certificates are not
 * looked at, as whoever asks is on the host.
 *
 * @param site the name that is asked for, as in the host of a binding; {@code localhost} where it does not matter
 * @param port 1 to 65535
 * @param tls whether it is https
 * @param path with its query, as in {@code /api/health}; plain ASCII without blanks
 * @param within the time for all of it, a second to 5 minutes
 */
public record SiteProbe(String site, int port, boolean tls, String path, Duration within) {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_.-]{1,253}");
    private static final Pattern PATH = Pattern.compile("/[\\x21-\\x7E]{0,2000}");
    private static final Duration LONGEST = Duration.ofMinutes(5);

    public SiteProbe {
        Objects.requireNonNull(within, "within");
        if (!HOST.matcher(site).matches()) {
            throw new IllegalArgumentException("The host of a request is a name as DNS has them");
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("A port is 1 to 65535: " + port);
        }
        if (!PATH.matcher(path).matches()) {
            throw new IllegalArgumentException("The path of a request begins with / and is plain ASCII without blanks");
        }
        if (within.compareTo(Duration.ofSeconds(1)) < 0 || within.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("A request may take a second to 5 minutes, not " + within);
        }
    }
}
