package io.emrops.benchmarks.size;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The jars that this program runs on. */
final class Jars {
    private Jars() {}

    /**
     * How large the jar of a module is.
     *
     * @throws IllegalStateException if the module is not on the class path as one jar
     */
    static long bytes(String module) throws IOException {
        var name = Pattern.compile(Pattern.quote(module) + "-\\d.*\\.jar");
        List<Path> found = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(path -> name.matcher(String.valueOf(path.getFileName())).matches())
                .filter(Files::isRegularFile)
                .toList();
        if (found.size() != 1) {
            throw new IllegalStateException("There is to be one jar of " + module + ", and there are " + found);
        }
        return Files.size(found.get(0));
    }
}
