package io.emrops.iis;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where the packages of an application are. */
@FunctionalInterface
public interface PackageSource {
    /**
     * The package of a version.
     *
     * @return a directory or a {@code .zip} on this machine; empty if there is no such version
     * @throws IllegalArgumentException if this cannot be a version
     */
    Optional<Path> find(String version);

    /**
     * Whether the run that rolls a version out makes its package before that. A preview of a version that has no package yet is not refused then, and says
     * that it is made.
     *
     * @return false unless a source says otherwise
     */
    default boolean madeByTheRun() {
        return false;
    }

    /**
     * The packages in a directory: {@code <version>} is a directory there, or {@code <version>.zip} a file. The directory is looked at
     * when it is asked for a version. A version has letters, digits and {@code . _ + -}, begins with a letter or a digit, and has at most
     * 64 characters, so it leads nowhere else.
     */
    static PackageSource in(Path directory) {
        Objects.requireNonNull(directory, "directory");
        var name = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,63}");
        return version -> {
            if (!name.matcher(version).matches() || version.contains("..")) {
                throw new IllegalArgumentException("A version is written as in 2.1.0-rc.1, in at most 64 characters");
            }
            var folder = directory.resolve(version);
            var zip = directory.resolve(version + ".zip");
            return Files.isDirectory(folder)
                    ? Optional.of(folder)
                    : Optional.of(zip).filter(Files::isRegularFile);
        };
    }

    /**
     * The same for a directory into which the run itself builds, as in {@code npm run build}. A package that is there already when a preview is asked for is
     * taken for the one that will be made.
     */
    static PackageSource builtInto(Path directory) {
        var packages = in(directory);
        return new PackageSource() {
            @Override
            public Optional<Path> find(String version) {
                return packages.find(version);
            }

            @Override
            public boolean madeByTheRun() {
                return true;
            }
        };
    }
}
