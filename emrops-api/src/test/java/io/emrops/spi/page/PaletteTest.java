package io.emrops.spi.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Contrast as in WCAG 2.2: 4.5 to 1 for text, in light, in the dark and on paper; pictures too, where no tool measures it. */
class PaletteTest {
    private static final double ENOUGH = 4.5;
    private static final Pattern COLOUR = Pattern.compile("--([a-z-]+): (#[0-9a-f]{3,6});");
    private static final List<String> TONES = List.of("good", "bad", "attention", "active", "neutral");

    private static Stream<Map<String, String>> palettes() {
        var style = Jsoup.parse(Page.titled("Page").build().toHtml())
                .select("style")
                .html();
        var roots = style.split(":root \\{");
        assertThat(roots).as("light, dark, print").hasSize(4);
        return Stream.of(roots).skip(1).map(PaletteTest::colours);
    }

    private static Map<String, String> colours(String style) {
        var colours = new LinkedHashMap<String, String>();
        COLOUR.matcher(style.substring(0, style.indexOf('}')))
                .results()
                .forEach(m -> colours.put(m.group(1), m.group(2)));
        return colours;
    }

    @ParameterizedTest
    @MethodSource("palettes")
    void text_can_be_read_on_whatever_it_stands(Map<String, String> palette) {
        for (var paper : List.of("paper", "sheet")) {
            for (var text : List.of("ink", "soft", "link")) {
                requireContrast(palette, text, paper);
            }
        }
        for (var tone : TONES) {
            requireContrast(palette, tone, tone + "-paper");
            // On the bars of a timeline, and beside them.
            requireContrast(palette, "paper", tone);
        }
        for (var line : "abcdef".split("")) {
            requireContrast(palette, "line-" + line, "paper");
        }
        requireContrast(palette, "ink", "neutral-paper");
        requireContrast(palette, "soft", "neutral-paper");
    }

    @ParameterizedTest
    @CsvSource({"#000000, #ffffff, 21.0", "#fff, #fff, 1.0", "#777777, #ffffff, 4.5"})
    void contrast_is_measured_as_the_guidelines_say(String one, String other, double ratio) {
        assertThat(contrast(one, other)).isCloseTo(ratio, org.assertj.core.data.Offset.offset(0.03));
    }

    private static void requireContrast(Map<String, String> palette, String text, String paper) {
        assertThat(contrast(palette.get(text), palette.get(paper)))
                .as("%s on %s", text, paper)
                .isGreaterThanOrEqualTo(ENOUGH);
    }

    private static double contrast(String one, String other) {
        var a = luminance(one);
        var b = luminance(other);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    /** Relative luminance, by WCAG 2.2. */
    private static double luminance(String colour) {
        var hex = colour.substring(1);
        var full = hex.length() == 3 ? hex.replaceAll("(.)", "$1$1") : hex;
        return 0.2126 * channel(full, 0) + 0.7152 * channel(full, 2) + 0.0722 * channel(full, 4);
    }

    private static double channel(String hex, int at) {
        var share = Integer.parseInt(hex.substring(at, at + 2), 16) / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }
}
