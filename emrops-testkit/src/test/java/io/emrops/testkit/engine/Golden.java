package io.emrops.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Texts that people have read and found good, in {@code src/test/resources}. After a deliberate change, {@code
 * -Demrops.golden=write} writes them anew; then read them.
 */
final class Golden {
    private static final Path DIRECTORY = Path.of("src/test/resources/io/emrops/testkit/engine");

    private Golden() {}

    static void assertSame(String name, String actual) {
        var file = DIRECTORY.resolve(name);
        try {
            if ("write".equals(System.getProperty("emrops.golden"))) {
                Files.createDirectories(DIRECTORY);
                Files.writeString(file, actual);
            }
            assertThat(actual).as(name).isEqualTo(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
