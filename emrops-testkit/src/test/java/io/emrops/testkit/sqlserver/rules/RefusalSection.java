package io.emrops.testkit.sqlserver.rules;

import io.emrops.testkit.sqlserver.grammar.Origin;
import io.emrops.testkit.sqlserver.grammar.Rule;
import java.util.Arrays;
import java.util.List;

/** Which message is chosen when a text cannot be read. */
final class RefusalSection implements Section {
    @Override
    public String name() {
        return "texts that are refused";
    }

    @Override
    public List<Origin> origins() {
        return Arrays.stream(Rule.values()).map(Rule::origin).toList();
    }

    @Override
    public String text() {
        return Markdown.table(
                List.of("what is wrong", "number", "state", "known from"),
                Arrays.stream(Rule.values()).map(RefusalSection::row).toList());
    }

    private static List<String> row(Rule rule) {
        var comment = SourceComments.of(rule);
        return List.of(
                comment.isEmpty() ? Markdown.words(rule.name()) : comment.replaceAll("\\.$", ""),
                String.valueOf(rule.number()),
                String.valueOf(rule.state()),
                rule.origin() == Origin.VENDOR_LIST ? "the message's words" : Markdown.origin(rule.origin()));
    }
}
