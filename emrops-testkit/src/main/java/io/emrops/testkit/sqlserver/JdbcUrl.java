package io.emrops.testkit.sqlserver;

import io.emrops.testkit.tls.TestCertificate;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** What mssql-jdbc connects by. Properties that are given come first, and therefore hold. */
final class JdbcUrl {
    private final StringBuilder text;
    private final Set<String> given = new HashSet<>();

    private JdbcUrl(int port, String properties) {
        text = new StringBuilder("jdbc:sqlserver://localhost:").append(port);
        if (!properties.isEmpty()) {
            text.append(';').append(properties);
        }
        for (var property : properties.split(";", -1)) {
            given.add(property.replaceFirst("=.*", "").strip().toLowerCase(Locale.ROOT));
        }
    }

    static String plain(int port, String properties) {
        return new JdbcUrl(port, properties).with("encrypt", "false").text.toString();
    }

    static String encrypted(int port, String properties, Path trustStore) {
        return new JdbcUrl(port, properties)
                .with("encrypt", "true")
                .with("trustStore", trustStore.toString())
                .with("trustStorePassword", TestCertificate.TRUST_STORE_PASSWORD)
                .text
                .toString();
    }

    private JdbcUrl with(String name, String value) {
        if (!given.contains(name.toLowerCase(Locale.ROOT))) {
            text.append(';').append(name).append('=').append(value);
        }
        return this;
    }
}
