package io.emrops.windows.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The one part of a command's output that is for us, between two marks that nobody else knows. */
public final class AnswerLine {
    private AnswerLine() {}

    /**
     * The answer, as text. It may stand anywhere: what others have written before it need not end with a line.
     *
     * @param mark as the header of the input has it
     * @return empty if there is none, or more than one, or none that can be read
     */
    public static Optional<String> find(String out, String mark) {
        var found = new ArrayList<String>();
        var places = places(out, mark);
        for (var i = 0; i + 1 < places.size(); i++) {
            decode(out, places.get(i) + mark.length(), places.get(i + 1)).ifPresent(found::add);
        }
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private static List<Integer> places(String out, String mark) {
        var places = new ArrayList<Integer>();
        for (var at = out.indexOf(mark); at >= 0; at = out.indexOf(mark, at + mark.length())) {
            places.add(at);
        }
        return places;
    }

    private static Optional<String> decode(String out, int from, int to) {
        try {
            var bytes = Base64.getDecoder().decode(out.substring(from, to));
            return bytes.length == 0 ? Optional.empty() : Optional.of(new String(bytes, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
