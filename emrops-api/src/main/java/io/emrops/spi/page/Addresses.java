package io.emrops.spi.page;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

/** Which addresses may be links. */
final class Addresses {
    private static final Set<String> OPENED_BY_BROWSERS = Set.of("http", "https", "mailto", "tel");

    private Addresses() {}

    /** Whether a browser opens it without running anything. */
    static boolean isHarmless(URI address) {
        var scheme = address.getScheme();
        return scheme != null && OPENED_BY_BROWSERS.contains(scheme.toLowerCase(Locale.ROOT));
    }
}
