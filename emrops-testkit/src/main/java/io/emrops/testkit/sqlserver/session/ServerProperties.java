package io.emrops.testkit.sqlserver.session;

import java.util.Locale;
import java.util.Optional;

/** What the server says of itself ("SERVERPROPERTY (Transact-SQL)"). */
final class ServerProperties {
    private ServerProperties() {}

    static String versionText(ServerSettings settings) {
        return "Microsoft SQL Server " + productYear(settings) + " - " + number(settings)
                + " (X64) \n\tDeveloper Edition (64-bit), played by a test server";
    }

    static Optional<Object> value(String property, ServerSettings settings) {
        return Optional.ofNullable(
                switch (property.toLowerCase(Locale.ROOT)) {
                    case "productversion" -> number(settings);
                    case "productmajorversion" ->
                        String.valueOf(settings.version().major());
                    case "productlevel" -> "RTM";
                    case "edition" -> "Developer Edition (64-bit)";
                    case "engineedition" -> 3;
                    case "editionid" -> -2117995310L;
                    case "servername", "machinename" -> settings.name();
                    case "collation" -> "SQL_Latin1_General_CP1_CI_AS";
                    case "ishadrenabled", "isclustered" -> 0;
                    default -> null;
                });
    }

    private static String number(ServerSettings settings) {
        var version = settings.version();
        return version.major() + "." + version.minor() + "." + version.build() + ".0";
    }

    private static String productYear(ServerSettings settings) {
        return switch (settings.version().major()) {
            case 13 -> "2016";
            case 14 -> "2017";
            case 15 -> "2019";
            case 16 -> "2022";
            case 17 -> "2025";
            default -> String.valueOf(settings.version().major());
        };
    }
}
