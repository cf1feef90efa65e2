package io.emrops.benchmarks.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;

/**
 * A JDK, and the class path of a small program that embeds emrops: its own classes, emrops, and what emrops depends on, all
 * of it in jars, because a JVM shares classes from those only.
 */
public final class Jvm {
    private static final Pattern EMBEDDED =
            Pattern.compile("(emrops-api|emrops-core|jackson-|resilience4j-|slf4j-).*\\.jar");

    private final Path home;
    private final int release;
    private final String classPath;

    private Jvm(Path home, int release, String classPath) {
        this.home = home;
        this.release = release;
        this.classPath = classPath;
    }

    /** The one that this runs on. */
    public static Jvm here(Path scratch) throws IOException {
        var entries = new ArrayList<String>();
        for (var entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            var path = Path.of(entry);
            if (Files.isDirectory(path)) {
                entries.add(0, jar(path, scratch.resolve("program.jar")).toString());
            } else if (EMBEDDED.matcher(path.getFileName().toString()).matches()) {
                entries.add(entry);
            }
        }
        return new Jvm(
                Path.of(System.getProperty("java.home")),
                Runtime.version().feature(),
                String.join(File.pathSeparator, entries));
    }

    /** The same program on JDK 25 or later, if the environment variable {@code EMROPS_JDK25} names the home of one. */
    public Optional<Jvm> onNewer() {
        return Optional.ofNullable(System.getenv("EMROPS_JDK25"))
                .filter(set -> !set.isBlank())
                .map(Path::of)
                .map(other -> new Jvm(other, release(other), classPath));
    }

    private static int release(Path home) {
        try {
            var version =
                    Pattern.compile("(?m)^JAVA_VERSION=\"(\\d+)").matcher(Files.readString(home.resolve("release")));
            if (!version.find()) {
                throw new IllegalStateException(home + " is no JDK");
            }
            return Integer.parseInt(version.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Such as "JDK 17". */
    public String name() {
        return "JDK " + release;
    }

    /** Runs a class with options. */
    public List<String> java(List<String> options, Class<?> main, String... args) {
        var command = new ArrayList<String>();
        command.add(home.resolve("bin").resolve("java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(List.of(args));
        return command;
    }

    private static Path jar(Path classes, Path jar) throws IOException {
        try (var out = new JarOutputStream(Files.newOutputStream(jar));
                var files = Files.walk(classes)) {
            for (var file :
                    files.filter(f -> f.toString().endsWith(".class")).sorted().toList()) {
                out.putNextEntry(
                        new ZipEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
        return jar;
    }
}
