package io.emrops.testkit.sqlserver.translation;

import java.util.Locale;

/** How names of catalogs compare. */
final class Catalogs {
    private Catalogs() {}

    static String upper(String name) {
        return name.toUpperCase(Locale.ROOT);
    }
}
