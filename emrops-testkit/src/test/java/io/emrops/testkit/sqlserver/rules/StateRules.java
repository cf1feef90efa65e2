package io.emrops.testkit.sqlserver.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The rules of {@code rules.tsv}, by chapters. */
final class StateRules {
    private StateRules() {}

    /** @param paragraphs what is said before its rules */
    record Chapter(String title, List<String> paragraphs, List<StateRule> rules) {}

    static List<Chapter> chapters() {
        var chapters = new ArrayList<Chapter>();
        for (var line : read().split("\n")) {
            if (line.startsWith("## ")) {
                chapters.add(new Chapter(line.substring(3), new ArrayList<>(), new ArrayList<>()));
            } else if (line.startsWith("> ")) {
                last(chapters).paragraphs().add(line.substring(2));
            } else if (!line.startsWith("#") && !line.isBlank()) {
                last(chapters).rules().add(StateRule.read(line));
            }
        }
        return chapters;
    }

    static List<StateRule> all() {
        return chapters().stream().flatMap(chapter -> chapter.rules().stream()).toList();
    }

    private static Chapter last(List<Chapter> chapters) {
        return chapters.get(chapters.size() - 1);
    }

    private static String read() {
        try (var in = Objects.requireNonNull(StateRules.class.getResourceAsStream("rules.tsv"), "rules.tsv")) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
