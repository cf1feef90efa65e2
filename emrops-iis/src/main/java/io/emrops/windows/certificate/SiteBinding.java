package io.emrops.windows.certificate;

import java.util.Objects;

/**
 * A binding for HTTPS, by what IIS knows it by.
 *
 * @param site the name of the site
 * @param information as IIS writes it: {@code *:443:emrnext.hospital.example}, {@code [::]:443:}
 */
public record SiteBinding(String site, String information) {
    public SiteBinding {
        if (Objects.requireNonNull(site, "site").isBlank()
                || Objects.requireNonNull(information, "information").isBlank()) {
            throw new IllegalArgumentException("A binding has a site and an address");
        }
    }

    /**
     * On all addresses.
     *
     * @param host the name that clients ask for; empty for all
     */
    public static SiteBinding of(String site, String host, int port) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("A port is between 1 and 65535, not " + port);
        }
        return new SiteBinding(site, "*:" + port + ":" + host);
    }

    /** In one line: {@code site emrnext, *:443:}. */
    @Override
    public String toString() {
        return "site " + X509Text.printable(site) + ", " + X509Text.printable(information);
    }
}
