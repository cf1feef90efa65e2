package io.emrops.benchmarks;

import io.emrops.benchmarks.table.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The figures as a page of the documentation: a section for each benchmark, with where and when it was measured. */
final class BenchmarkPage {
    private static final String HEAD = """
            # Benchmarks

            Written by `scripts/benchmarks --write`; do not edit. What is measured anew replaces its own section alone.

            Ours and the peers' rounds alternate in one run; the figures are medians. Wall times on a shared machine have wide
            spreads, so times of CPU are given where they say the same. How each figure is made, what was tried where a
            goal is missed, and what it means: [design decisions](design-decisions.md#speed).
            """;
    private static final String HEADING = "## ";

    private final Map<String, String> sections;

    private BenchmarkPage(Map<String, String> sections) {
        this.sections = sections;
    }

    /** A page as it was written before; empty text is a page without sections. */
    static BenchmarkPage of(String markdown) {
        var sections = new LinkedHashMap<String, String>();
        var name = "";
        var lines = new ArrayList<String>();
        for (var line : (markdown + "\n" + HEADING).lines().toList()) {
            if (line.startsWith(HEADING)) {
                if (!name.isEmpty()) {
                    sections.put(name, String.join("\n", lines).strip());
                }
                name = line.substring(HEADING.length()).strip();
                lines.clear();
            } else {
                lines.add(line);
            }
        }
        return new BenchmarkPage(sections);
    }

    /** @param measured where and when, as the end of a sentence */
    BenchmarkPage with(String benchmark, String measured, Table table) {
        var all = new LinkedHashMap<>(sections);
        all.put(benchmark, "Measured %s.\n\n%s\n%s.".formatted(measured, table.markdown(), table.summary()));
        return new BenchmarkPage(all);
    }

    /** @param order the names of all benchmarks; a section of any other is left out */
    String markdown(List<String> order) {
        var page = new StringBuilder(HEAD);
        for (var name : order) {
            var section = sections.get(name);
            if (section != null) {
                page.append('\n')
                        .append(HEADING)
                        .append(name)
                        .append("\n\n")
                        .append(section)
                        .append('\n');
            }
        }
        return page.toString();
    }
}
