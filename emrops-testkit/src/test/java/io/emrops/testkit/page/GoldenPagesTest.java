package io.emrops.testkit.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Pages that people have read and found good, in {@code src/test/resources}. After a deliberate change, {@code
 * -Demrops.golden=write} writes them anew; then read them.
 */
@Timeout(120)
class GoldenPagesTest {
    private static final Path DIRECTORY = Path.of("src/test/resources/io/emrops/testkit/page");

    @Test
    void the_document_of_a_deployment() throws Exception {
        try (var samples = new Samples()) {
            assertSame("deployment.md", samples.deployment().toMarkdown());
            assertSame("deployment.html", samples.deployment().toHtml());
        }
    }

    @Test
    void the_rehearsal_of_a_deployment() throws Exception {
        try (var samples = new Samples()) {
            var plan = samples.rehearsedDeployment();

            assertSame("deployment-rehearsal.md", plan.toMarkdown());
            assertSame("deployment-rehearsal.html", plan.toHtml());
        }
    }

    @Test
    void the_rehearsal_of_trouble() throws Exception {
        try (var samples = new Samples()) {
            var plan = samples.rehearsedTrouble();

            assertSame("trouble-rehearsal.md", plan.toMarkdown());
            assertSame("trouble-rehearsal.html", plan.toHtml());
        }
    }

    private static void assertSame(String name, String actual) throws IOException {
        var file = DIRECTORY.resolve(name);
        if ("write".equals(System.getProperty("emrops.golden"))) {
            Files.createDirectories(DIRECTORY);
            Files.writeString(file, actual);
        }
        assertThat(actual).isEqualTo(Files.readString(file));
    }
}
