package io.emrops.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/** The JDKs that scripts have to run on. */
final class Jdks {
    private static final Pattern RELEASE = Pattern.compile("JAVA_VERSION=\"(\\d+)");

    private Jdks() {}

    /** The one that runs the tests. */
    static Path own() {
        return Path.of(System.getProperty("java.home"));
    }

    /**
     * JDK 25 or later: {@code EMROPS_JDK25}, else the newest one under {@code /usr/lib/jvm}. Where there is none, the test is
     * skipped, unless {@code EMROPS_REQUIRE} lists {@code jdk25}.
     */
    static Path newer() throws IOException {
        var found = Optional.ofNullable(System.getenv("EMROPS_JDK25"))
                .map(Path::of)
                .or(Jdks::newest)
                .filter(home -> release(home) >= 25);
        if (System.getenv().getOrDefault("EMROPS_REQUIRE", "").contains("jdk25")) {
            assertThat(found).as("JDK 25, as EMROPS_REQUIRE lists jdk25").isPresent();
        }
        assumeThat(found)
                .as("JDK 25: neither EMROPS_JDK25 nor /usr/lib/jvm has one")
                .isPresent();
        return found.orElseThrow();
    }

    private static Optional<Path> newest() {
        var place = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(place)) {
            return Optional.empty();
        }
        try (var homes = Files.list(place)) {
            return homes.filter(home -> Files.isExecutable(home.resolve("bin/java")))
                    .max(Comparator.comparingInt(Jdks::release));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int release(Path home) {
        try {
            var matcher = RELEASE.matcher(Files.readString(home.resolve("release")));
            return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
