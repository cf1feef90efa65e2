package io.emrops.windows.wire;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** The one line of a command's output that is for us, between two marks that nobody else knows. */
public final class AnswerLine {
    private AnswerLine() {}

    /**
     * The answer, as JSON.
     *
     * @param mark as the header of the input has it
     * @return empty if there is none, or more than one, or none that can be read
     */
    public static Optional<String> find(String out, String mark) {
        var found = out.lines()
                .map(String::strip)
                .filter(line -> line.length() >= 2 * mark.length() && line.startsWith(mark) && line.endsWith(mark))
                .limit(2)
                .toList();
        if (found.size() != 1) {
            return Optional.empty();
        }
        var line = found.get(0);
        try {
            var json = Base64.getDecoder().decode(line.substring(mark.length(), line.length() - mark.length()));
            return Optional.of(new String(json, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
