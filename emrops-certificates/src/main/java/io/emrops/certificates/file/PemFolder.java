package io.emrops.certificates.file;

import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.certificate.CertificateSource;
import io.emrops.certificate.FoundCertificate;
import io.emrops.certificates.x509.PemContent;
import io.emrops.certificates.x509.UnreadableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * All certificates in the PEM files of a folder and the folders in it: {@code .pem}, {@code .crt} and {@code .cer}. Where a file has several, they are told as one chain. Only looks; a key
 * in a file of its own is not looked for.
 */
public final class PemFolder implements CertificateSource {
    private static final int DEPTH = 8;
    private static final long LARGEST = 1 << 20;

    private final Path folder;

    private PemFolder(Path folder) {
        this.folder = Objects.requireNonNull(folder, "folder");
    }

    /** The files of a folder. */
    public static PemFolder at(Path folder) {
        return new PemFolder(folder);
    }

    @Override
    public Target target() {
        var path = folder.toAbsolutePath().normalize().toString();
        return new Target("certificate-files", path, path);
    }

    @Override
    public List<FoundCertificate> certificates() {
        try (var files = Files.find(folder, DEPTH, (path, is) -> is.isRegularFile() && isPem(path))) {
            var found = new ArrayList<FoundCertificate>();
            for (var each : files.sorted().toList()) {
                read(each).ifPresent(found::add);
            }
            return List.copyOf(found);
        } catch (IOException | UncheckedIOException e) {
            throw new TargetUnavailableException("The folder " + folder + " cannot be looked through", e, target());
        }
    }

    /** What a change keeps beside is not in use. */
    private boolean isPem(Path path) {
        var name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        return (name.endsWith(".pem") || name.endsWith(".crt") || name.endsWith(".cer"));
    }

    /** A file with a key alone has no certificate to tell of. */
    private static Optional<FoundCertificate> read(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                return Optional.of(FoundCertificate.unreadable(file.toString(), "it is too large for a certificate"));
            }
            var content = PemContent.read(Files.readAllBytes(file), Optional.empty());
            if (content.certificates().isEmpty()) {
                return content.keys().isEmpty() && !content.locked()
                        ? Optional.of(FoundCertificate.unreadable(file.toString(), "there is no certificate in it"))
                        : Optional.empty();
            }
            return Optional.of(Found.of(
                    file.toString(),
                    content.certificates(),
                    content.keys().stream().findFirst(),
                    content.locked()));
        } catch (UnreadableException e) {
            return Optional.of(FoundCertificate.unreadable(file.toString(), String.valueOf(e.getMessage())));
        } catch (IOException e) {
            return Optional.of(FoundCertificate.unreadable(file.toString(), FileFaults.words(e)));
        }
    }
}
