package io.emrops.testkit.sqlserver;

import io.emrops.testkit.tls.TestCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A trust store that trusts a certificate, until it is closed. */
final class TrustStoreFile implements AutoCloseable {
    private final Path path;

    /** @throws UncheckedIOException if it cannot be written */
    TrustStoreFile(TestCertificate certificate) {
        try {
            path = Files.createTempFile("scripted-sql-server", ".jks");
            try (var to = Files.newOutputStream(path)) {
                certificate.writeTrustStore(to);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no file for the certificate", e);
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            path.toFile().deleteOnExit();
        }
    }
}
