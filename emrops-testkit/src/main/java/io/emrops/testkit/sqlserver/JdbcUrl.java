package io.emrops.testkit.sqlserver;

import io.emrops.testkit.tls.TestCertificate;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** What mssql-jdbc connects by: an address is a host with a port. Properties that are given come first, and therefore hold. */
final class JdbcUrl {
    private final StringBuilder text;
    private final Set<String> given = new HashSet<>();

    private JdbcUrl(String address, String properties) {
        text = new StringBuilder("jdbc:sqlserver://").append(address);
        if (!properties.isEmpty()) {
            text.append(';').append(properties);
        }
        for (var property : properties.split(";", -1)) {
            given.add(property.replaceFirst("=.*", "").strip().toLowerCase(Locale.ROOT));
        }
    }

    static String plain(String address, String properties) {
        return new JdbcUrl(address, properties).with("encrypt", "false").text.toString();
    }

    /** The certificate is for localhost, wherever the server listens. */
    static String encrypted(String address, String properties, Path trustStore) {
        var url = new JdbcUrl(address, properties);
        return (address.startsWith("localhost:") ? url : url.with("hostNameInCertificate", "localhost"))
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
