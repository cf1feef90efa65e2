package io.emrops.certificates.file;

import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.certificate.CertificateSource;
import io.emrops.certificate.FoundCertificate;
import io.emrops.certificates.x509.PemContent;
import io.emrops.certificates.x509.UnreadableException;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All certificates in the PEM files of a folder and the folders in it: {@code .pem}, {@code .crt} and {@code .cer}. Links are followed. Where a file has several, they
 * are told as one chain. Only looks; a key in a file of its own is not looked for.
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
        var found = new ArrayList<FoundCertificate>();
        try {
            Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEPTH, new Looking(found));
        } catch (IOException e) {
            throw new TargetUnavailableException("The folder " + folder + " cannot be looked through", e, target());
        }
        found.sort(Comparator.comparing(FoundCertificate::place));
        return List.copyOf(found);
    }

    /** Links are followed, as certbot and Kubernetes have nothing else; what cannot be looked at is told, and the rest is looked at all the same. */
    private final class Looking extends SimpleFileVisitor<Path> {
        private final List<FoundCertificate> found;

        Looking(List<FoundCertificate> found) {
            this.found = found;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes is) {
            if (is.isDirectory()) {
                found.add(FoundCertificate.unreadable(file.toString(), "it lies too deep to be looked through"));
            } else if ((is.isRegularFile() || is.isSymbolicLink()) && isPem(file)) {
                read(file).ifPresent(found::add);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (file.equals(folder)) {
                throw failure;
            }
            // What a loop leads back to is looked through already.
            if (!(failure instanceof FileSystemLoopException)) {
                found.add(FoundCertificate.unreadable(file.toString(), FileFaults.words(failure)));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
            return failure == null ? FileVisitResult.CONTINUE : visitFileFailed(directory, failure);
        }
    }

    private static boolean isPem(Path path) {
        var name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".pem") || name.endsWith(".crt") || name.endsWith(".cer");
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
            var place = file.toString();
            return Optional.of(
                    content.keys().isEmpty()
                            ? Found.withoutKey(place, content.certificates(), content.locked())
                            : Found.of(
                                    place,
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
