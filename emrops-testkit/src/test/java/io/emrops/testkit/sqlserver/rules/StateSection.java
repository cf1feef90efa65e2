package io.emrops.testkit.sqlserver.rules;

import io.emrops.testkit.sqlserver.grammar.Messages;
import io.emrops.testkit.sqlserver.grammar.Origin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the instance answers, chapter by chapter, and which of its messages no chapter speaks of. */
final class StateSection implements Section {
    private static final Path SOURCES = Path.of("src/main/java/io/emrops/testkit/sqlserver/instance");
    private static final Pattern SAYING = Pattern.compile("\\b(?:refusal|message|require|refuse)\\(");
    private static final Pattern NUMBER = Pattern.compile("(?<=[(,?:] ?)\\s*\\b([1-9]\\d{2,4})\\b(?=\\s*[,):])");

    @Override
    public String name() {
        return "what the instance does";
    }

    @Override
    public List<Origin> origins() {
        return StateRules.all().stream()
                .map(StateRule::origin)
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public String text() {
        var text = new StringBuilder();
        for (var chapter : StateRules.chapters()) {
            text.append("### ").append(chapter.title()).append("\n\n");
            chapter.paragraphs().forEach(paragraph -> text.append(paragraph).append("\n\n"));
            text.append(Markdown.table(
                            List.of("situation", "answer", "numbers", "known from"),
                            chapter.rules().stream().map(StateSection::row).toList()))
                    .append('\n');
        }
        var unspoken = unspoken();
        if (!unspoken.isEmpty()) {
            text.append(
                            "### Not in these tables\n\nMessages that the instance may send, and of which no row above speaks: ")
                    .append(unspoken.stream().map(String::valueOf).collect(Collectors.joining(", ")))
                    .append(".\n");
        }
        return text.toString();
    }

    private static List<String> row(StateRule rule) {
        var numbers = rule.numbers().stream().map(String::valueOf).collect(Collectors.joining(", "));
        return List.of(rule.situation(), rule.answer(), numbers, rule.knownFrom());
    }

    /** Numbers in the code of the instance, as far as they can be told from other numbers. */
    private static TreeSet<Integer> unspoken() {
        var messages = Messages.of(Messages.NEWEST);
        var numbers = new TreeSet<Integer>();
        for (var statement : statements()) {
            if (SAYING.matcher(statement).find()) {
                NUMBER.matcher(statement.replaceAll("OperatingSystem\\.error\\(\\d+", ""))
                        .results()
                        .forEach(found -> numbers.add(Integer.valueOf(found.group(1))));
            }
        }
        numbers.removeIf(number -> messages.all().stream().noneMatch(message -> message.number() == number));
        StateRules.all().forEach(rule -> numbers.removeAll(rule.numbers()));
        numbers.remove(5069); // said of a whole chapter
        return numbers;
    }

    private static List<String> statements() {
        try (var files = Files.list(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .map(StateSection::read)
                    .flatMap(source -> Pattern.compile(";").splitAsStream(source))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
