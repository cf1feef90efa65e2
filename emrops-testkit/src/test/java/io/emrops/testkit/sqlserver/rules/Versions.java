package io.emrops.testkit.sqlserver.rules;

import io.emrops.testkit.sqlserver.grammar.Messages;
import java.util.List;

/** How versions are called. */
final class Versions {
    private static final List<String> YEARS = List.of("2016", "2017", "2019", "2022", "2025");

    private Versions() {}

    static String name(int majorVersion) {
        return YEARS.get(majorVersion - Messages.OLDEST);
    }
}
