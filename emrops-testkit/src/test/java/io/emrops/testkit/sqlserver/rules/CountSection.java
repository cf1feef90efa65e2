package io.emrops.testkit.sqlserver.rules;

import io.emrops.testkit.sqlserver.grammar.Origin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** How many rules are known from where. */
final class CountSection implements Section {
    private final List<Section> counted;

    CountSection(List<Section> counted) {
        this.counted = counted;
    }

    @Override
    public String name() {
        return "counts";
    }

    @Override
    public String text() {
        var origins = Arrays.stream(Origin.values()).filter(this::isUsed).toList();
        var headings = new ArrayList<String>(List.of(""));
        origins.forEach(origin -> headings.add(Markdown.origin(origin)));
        var rows = new ArrayList<List<String>>();
        for (var section : counted) {
            if (!section.origins().isEmpty()) {
                var row = new ArrayList<>(List.of(section.name()));
                origins.forEach(origin -> row.add(String.valueOf(Collections.frequency(section.origins(), origin))));
                rows.add(row);
            }
        }
        var differing = StateRules.all().stream()
                .filter(rule -> rule.origin().isEmpty())
                .count();
        return Markdown.table(headings, rows) + "\nKnown to differ from a page: " + differing + ".\n";
    }

    private boolean isUsed(Origin origin) {
        return counted.stream().anyMatch(section -> section.origins().contains(origin));
    }
}
