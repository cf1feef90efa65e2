package io.emrops.testkit.sqlserver.rules;

import io.emrops.testkit.sqlserver.grammar.Message;
import io.emrops.testkit.sqlserver.grammar.Messages;
import io.emrops.testkit.sqlserver.grammar.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** All messages, by their thousands; where versions differ, one row for each text. */
final class MessageSection implements Section {
    @Override
    public String name() {
        return "messages";
    }

    @Override
    public List<Origin> origins() {
        return Messages.of(Messages.NEWEST).all().stream().map(Message::origin).toList();
    }

    @Override
    public String text() {
        var parts = new TreeMap<Integer, List<List<String>>>();
        for (var message : Messages.of(Messages.NEWEST).all()) {
            parts.computeIfAbsent(message.number() / 1000, thousand -> new ArrayList<>())
                    .addAll(rows(message.number()));
        }
        var text = new StringBuilder();
        parts.forEach((thousand, rows) -> text.append("### ")
                .append(title(thousand))
                .append("\n\n")
                .append(Markdown.table(List.of("number", "severity", "text", "known from"), rows))
                .append('\n'));
        return text.toString();
    }

    private static String title(int thousand) {
        return thousand == 0 ? "Messages below 1000" : "Messages from " + thousand + "000";
    }

    private static List<List<String>> rows(int number) {
        var rows = new ArrayList<List<String>>();
        var before = "";
        for (var version :
                IntStream.rangeClosed(Messages.OLDEST, Messages.NEWEST).toArray()) {
            var found = Messages.of(version).all().stream()
                    .filter(message -> message.number() == number)
                    .findFirst();
            if (found.isPresent() && !found.get().text().equals(before)) {
                before = found.get().text();
                rows.add(row(found.get(), version));
            }
        }
        return rows;
    }

    private static List<String> row(Message message, int version) {
        var since = version == Messages.OLDEST ? "" : ", since " + Versions.name(version);
        var log = message.logOnly() ? ", only in the error log" : "";
        return List.of(
                String.valueOf(message.number()),
                message.severity() + log,
                Markdown.code(message.text()),
                Markdown.origin(message.origin()) + since);
    }
}
