package io.emrops.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** What the guide shows as the outcome of its code: the block behind the comment {@code shown: name}. */
final class Shown {
    private Shown() {}

    private static final String RUN_ID = "\\d{8}-\\d{6}-[a-z0-9]{6}";

    /**
     * Sees to it that the page shows this text, with one id for all runs. With {@code -Demrops.golden=write} it does afterwards.
     *
     * @param page such as {@code resume.md}
     */
    static void on(String page, String name, String text) throws IOException {
        var wanted = text.strip().replaceAll(RUN_ID, "20260301-020000-k3x9qp");
        var file = Path.of("..", "docs", page).toAbsolutePath().normalize();
        if ("write".equals(System.getProperty("emrops.golden"))) {
            GuidePage.rewrite(file, block -> Optional.of(wanted).filter(t -> is(block, name)));
        }

        assertThat(GuidePage.read(file).blocks().stream().filter(block -> is(block, name)))
                .as("what %s shows as %s", page, name)
                .singleElement()
                .extracting(GuidePage.Block::text)
                .isEqualTo(wanted);
    }

    private static boolean is(GuidePage.Block block, String name) {
        return block.comment().equals("shown: " + name);
    }
}
