package io.emrops.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code emrops-shell} and its form for Windows, which cannot be run here: what can be compared by reading. */
final class ShellFormsTest {
    private static String read(String name) throws IOException {
        return Files.readString(Path.of("..", name)).replace("\r\n", "\n");
    }

    private static List<String> all(String regex, String text) {
        return Pattern.compile(regex)
                .matcher(text)
                .results()
                .map(found -> found.group(1).strip())
                .distinct()
                .sorted()
                .toList();
    }

    @Test
    void both_are_used_in_the_same_way() throws Exception {
        var usage = all("(?s)<<'TEXT'\n(.*?)TEXT\n", read("emrops-shell")).get(0);
        var windows = String.join(
                "\n",
                read("emrops-shell.cmd")
                        .replaceAll("(?s).*\n:usage\n", "")
                        .lines()
                        .toList());

        assertThat(windows.replace("\necho.\n", "\n\n")
                        .replaceAll("(?m)^echo ", "")
                        .replace("exit /b 0", ""))
                .isEqualToNormalizingWhitespace(usage.replace("./emrops-shell", "emrops-shell")
                        .replace("examples/first", "examples\\first")
                        .replace("examples/release", "examples\\release"));
    }

    @Test
    void both_build_and_start_the_same() throws Exception {
        for (var regex : List.of(
                "\\s(-D(?!emrops)[a-z.A-Z]+(?:=[a-z/-]+)?)",
                "(-XX:[A-Za-z+]+(?:=\\d)?|-Xshare:auto|--enable-native-access=[A-Z-]+)",
                "-am ([a-z:-]+ [a-z:-]+)",
                "(io\\.emrops\\.examples\\.[A-Z][a-z]+)")) {
            assertThat(all(regex, read("emrops-shell.cmd")))
                    .as(regex)
                    .isEqualTo(all(regex, read("emrops-shell")))
                    .isNotEmpty();
        }
    }

    @Test
    void the_form_for_windows_has_its_line_ends() throws Exception {
        var lines = Files.readString(Path.of("..", "emrops-shell.cmd")).split("\n", -1);

        assertThat(lines).filteredOn(line -> !line.isEmpty()).allMatch(line -> line.endsWith("\r"));
    }
}
