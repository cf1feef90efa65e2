package io.emrops.testkit.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.RequiresEngine;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import nu.validator.client.EmbeddedValidator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of page is valid HTML, and no obstacle for those who do not see it, or not well. */
@Timeout(180)
class PagesIT {
    private static final Map<String, String> PAGES = new LinkedHashMap<>();

    @BeforeAll
    static void make() throws Exception {
        try (var samples = new Samples()) {
            PAGES.put("document", samples.deployment().toHtml());
            PAGES.put("rehearsal of a deployment", samples.rehearsedDeployment().toHtml());
            PAGES.put("rehearsal of trouble", samples.rehearsedTrouble().toHtml());
        }
        try (var samples = new Samples()) {
            PAGES.put("report of a failure", samples.failedDeployment().toHtml());
            PAGES.put("report with objectives", samples.heldAgainstTargets().toHtml());
            PAGES.put("report of a wait", samples.waitingDeployment().toHtml());
        }
    }

    @Test
    @RequiresEngine("chromium")
    void pages_are_no_obstacle_in_light_and_dark_on_wide_and_narrow_screens(@TempDir Path directory) throws Exception {
        var shown = new LinkedHashMap<>(PAGES);
        shown.put("obstacle", obstacle());

        var told = Browser.look(shown, directory);

        assertThat(told).filteredOn(line -> line.endsWith(" rules kept")).hasSize(shown.size() * 4);
        assertThat(told)
                .filteredOn(line -> !line.startsWith("obstacle, "))
                .filteredOn(line -> !isTextOfPicture(line))
                .allMatch(line -> line.endsWith(" rules kept"));
        // A look that finds nothing where there is something would prove nothing.
        assertThat(told)
                .anyMatch(line -> line.startsWith("obstacle, light, 1000: violates color-contrast"))
                .noneMatch(line -> line.startsWith("obstacle, dark, 1000: violates color-contrast"))
                .anyMatch(line -> line.startsWith("obstacle, dark, 400: violates html-has-lang"))
                .anyMatch(line -> line.startsWith("obstacle, dark, 400: is 12"));
    }

    /** Whose contrast axe-core cannot tell; its colours are those of the palette. */
    private static boolean isTextOfPicture(String line) {
        return line.contains(": may violate color-contrast ") && line.contains(": <text ");
    }

    /** Without a language, too pale in the light, too wide for narrow screens. */
    private static String obstacle() {
        return PAGES.get("document")
                .replace("<html lang=\"en\">", "<html>")
                .replace("--soft: #555e6a", "--soft: #bbbbbb")
                .replace("<main>", "<main><div style=\"width: 1200px\">wide</div>");
    }

    @Test
    void pages_are_valid() throws Exception {
        for (var page : PAGES.entrySet()) {
            assertThat(faults(page.getValue())).as(page.getKey()).isEmpty();
        }
    }

    @Test
    void faults_in_markup_and_style_are_found() throws Exception {
        var page = PAGES.get("document");

        var faults = faults(page.replace("</ul>", "</ol>").replace("color: var(--soft)", "colour: red"));

        assertThat(faults).contains("End tag \u201col\u201d").contains("\u201ccolour\u201d");
    }

    private static String faults(String html) throws Exception {
        var validator = new EmbeddedValidator();
        validator.setOutputFormat(EmbeddedValidator.OutputFormat.GNU);
        return validator.validate(new ByteArrayInputStream(html.getBytes(StandardCharsets.UTF_8)));
    }
}
