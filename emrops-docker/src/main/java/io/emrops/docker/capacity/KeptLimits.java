package io.emrops.docker.capacity;

import io.emrops.DataSize;
import io.emrops.scaling.Resources;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The limits of each instance, as they are kept for an undo: a line each, and none if all have the same. */
record KeptLimits(List<Line> lines) {
    static final KeptLimits NONE = new KeptLimits(List.of());
    private static final String NO_LIMIT = "-";

    record Line(String id, int number, Resources resources) {}

    static KeptLimits of(List<LiveLimits> live) {
        var least = LiveLimits.least(live);
        return live.stream().allMatch(l -> l.resources().equals(least))
                ? NONE
                : new KeptLimits(live.stream()
                        .map(l -> new Line(l.id(), l.number(), l.resources()))
                        .toList());
    }

    /** Of that container, or of the one that has its number now. */
    Optional<Resources> of(LiveLimits instance) {
        return lines.stream()
                .filter(l -> l.id().equals(instance.id()))
                .findFirst()
                .or(() -> lines.stream()
                        .filter(l -> l.number() == instance.number())
                        .findFirst())
                .map(Line::resources);
    }

    String text() {
        return lines.stream()
                .map(l -> "instance " + l.number() + " " + l.id() + " "
                        + l.resources().cpus().map(BigDecimal::toPlainString).orElse(NO_LIMIT) + " "
                        + l.resources()
                                .memory()
                                .map(m -> Long.toString(m.bytes()))
                                .orElse(NO_LIMIT) + "\n")
                .collect(Collectors.joining());
    }

    static KeptLimits parse(String text) {
        var lines = new ArrayList<Line>();
        for (var line : text.lines().toList()) {
            var words = line.split(" ", -1);
            if (words.length != 5 || !words[0].equals("instance")) {
                throw new IllegalArgumentException("No limits that were kept: " + line);
            }
            lines.add(new Line(
                    words[2],
                    Integer.parseInt(words[1]),
                    new Resources(
                            given(words[3]).map(BigDecimal::new),
                            given(words[4]).map(Long::valueOf).map(DataSize::new))));
        }
        return new KeptLimits(List.copyOf(lines));
    }

    private static Optional<String> given(String word) {
        return word.equals(NO_LIMIT) ? Optional.empty() : Optional.of(word);
    }
}
