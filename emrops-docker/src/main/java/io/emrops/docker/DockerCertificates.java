package io.emrops.docker;

import io.emrops.docker.engine.EngineCertificates;
import java.nio.file.Path;
import java.util.Objects;

/**
 * By what an engine and its client know each other over TLS: a directory with {@code ca.pem}, {@code cert.pem} and {@code key.pem}, named as
 * the {@code docker} command wants them. They are read at the first need, not here; Compose reads them from there too.
 *
 * @see <a href="https://docs.docker.com/engine/security/protect-access/">Protect the Docker daemon socket</a>
 */
public final class DockerCertificates {
    private final EngineCertificates files;

    private DockerCertificates(EngineCertificates files) {
        this.files = files;
    }

    /** Those in a directory. */
    public static DockerCertificates in(Path directory) {
        Objects.requireNonNull(directory, "directory");
        return new DockerCertificates(
                new EngineCertificates(directory.toAbsolutePath().normalize()));
    }

    EngineCertificates files() {
        return files;
    }

    /** Where they are. */
    @Override
    public String toString() {
        return "DockerCertificates[" + files.directory() + "]";
    }
}
