package io.emrops.testkit.sqlserver.rules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** {@code docs/sql-server-rules.md}: prose, and sections between a marker with their name and one that says {@code end}. */
final class RulesPage {
    private static final String BEGIN = "<!-- generated: ";
    private static final String END = "<!-- end -->";
    private static final String CLOSE = " -->";

    private final List<Section> sections;

    private RulesPage(List<Section> sections) {
        this.sections = sections;
    }

    /** With all sections; a further one is entered here, and its marker in the page. */
    static RulesPage ofServer() {
        var parts = Stream.concat(
                        OptionSections.all().stream(),
                        Stream.of(
                                new RefusalSection(), new StateSection(), new UnplayedSection(), new MessageSection()))
                .toList();
        return new RulesPage(Stream.concat(Stream.<Section>of(new CountSection(parts)), parts.stream())
                .toList());
    }

    /** What the page should read like, from what it reads like now. */
    String written(Path page) throws IOException {
        var missing = new ArrayList<>(sections);
        var written = new StringBuilder();
        var inside = false;
        for (var line : Files.readAllLines(page)) {
            if (line.startsWith(BEGIN)) {
                var name = line.substring(BEGIN.length(), line.length() - CLOSE.length());
                var section = sections.stream()
                        .filter(each -> each.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("there is no section " + name));
                missing.remove(section);
                written.append(line)
                        .append("\n\n")
                        .append(section.text().strip())
                        .append("\n\n");
                inside = true;
            } else if (line.equals(END)) {
                written.append(line).append('\n');
                inside = false;
            } else if (!inside) {
                written.append(line).append('\n');
            }
        }
        if (!missing.isEmpty() || inside) {
            throw new AssertionError(
                    "without a marker: " + missing.stream().map(Section::name).toList());
        }
        return written.toString();
    }
}
