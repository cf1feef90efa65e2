package io.emrops.testkit.sqlserver.rules;

import io.emrops.testkit.sqlserver.grammar.Origin;
import java.util.List;
import java.util.Optional;

/**
 * What the simulated instance answers in a situation, or does.
 *
 * @param numbers of the messages, without the 3013 or 5069 that follows
 * @param origin where the rule is known from; empty if a page says otherwise
 * @param page the title of the page that speaks of it; may be empty
 * @param tests that show it, as {@code Class#method} below {@code io.emrops.testkit.sqlserver}
 */
record StateRule(
        String id,
        String situation,
        String answer,
        List<Integer> numbers,
        Optional<Origin> origin,
        String page,
        List<String> tests) {
    private static final int FIELDS = 7;

    static StateRule read(String line) {
        var fields = line.split("\t", -1);
        if (fields.length != FIELDS) {
            throw new AssertionError("not " + FIELDS + " fields: " + line);
        }
        return new StateRule(
                fields[0],
                fields[1],
                fields[2],
                words(fields[3]).stream().map(Integer::valueOf).toList(),
                fields[4].equals("DIFFERS") ? Optional.empty() : Optional.of(Origin.valueOf(fields[4])),
                fields[5],
                words(fields[6]));
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }

    /** As the page has it. */
    String knownFrom() {
        if (origin.isEmpty() || origin.get() == Origin.VENDOR_PAGE) {
            return page;
        }
        var from = origin.get() == Origin.VENDOR_LIST ? "the message's words" : Markdown.origin(origin.get());
        return page.isEmpty() ? from : from + "; " + page;
    }
}
