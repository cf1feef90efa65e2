package io.emrops.testkit.sqlserver.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.emrops.testkit.sqlserver.grammar.Messages;
import io.emrops.testkit.sqlserver.type.Column;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the resources that say which columns a view has; their form is explained in {@code databases.txt}. */
final class DefinitionReader {
    private static final Pattern VIEW = Pattern.compile(
            "(?:(?<database>msdb)\\.)?(?<schema>\\w+)\\.(?<name>\\w+)(?:\\((?<parameters>.*)\\))?(?<empty> empty)?(?: needs (?<needs>\\w+))?(?: since (?<since>\\d+))?");
    private static final Pattern COLUMN =
            Pattern.compile("  (?<column>.+?)(?: = (?:'(?<quoted>[^']*)'|(?<plain>\\S+)))?(?: since (?<since>\\d+))?");
    private static final String INCLUSION = "  * ";
    private static final Pattern BETWEEN_PARAMETERS = Pattern.compile(", (?=@)");

    private final List<Definition> definitions = new ArrayList<>();
    private final List<Definition.Entry> entries = new ArrayList<>();
    private @Nullable Definition open;

    private DefinitionReader() {}

    static List<Definition> read(String... resources) {
        var reader = new DefinitionReader();
        for (var resource : resources) {
            text(resource).lines().forEach(line -> reader.line(resource, line));
            reader.close();
        }
        return List.copyOf(reader.definitions);
    }

    private static String text(String resource) {
        try (var in = Objects.requireNonNull(DefinitionReader.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void line(String resource, String line) {
        if (line.isBlank() || line.strip().startsWith("#")) {
            return;
        }
        try {
            if (line.startsWith(INCLUSION)) {
                entries.addAll(entriesOf(line.substring(INCLUSION.length())));
            } else if (line.startsWith(" ")) {
                entries.add(entry(line));
            } else {
                close();
                open = view(line);
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(resource + ": '" + line + "': " + e.getMessage(), e);
        }
    }

    private List<Definition.Entry> entriesOf(String view) {
        return definitions.stream()
                .filter(definition -> definition.key().equals(view))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no view of this name stands before"))
                .entries();
    }

    private void close() {
        var view = open;
        if (view != null) {
            definitions.add(new Definition(
                    view.database(),
                    view.schema(),
                    view.name(),
                    view.parameters(),
                    entries,
                    view.empty(),
                    view.needs(),
                    view.since()));
            entries.clear();
            open = null;
        }
    }

    private static Definition view(String line) {
        var view = VIEW.matcher(line);
        if (!view.matches()) {
            throw new IllegalArgumentException("neither a view nor a function");
        }
        var parameters = view.group("parameters");
        var needs = view.group("needs");
        return new Definition(
                Objects.requireNonNullElse(view.group("database"), ""),
                view.group("schema"),
                view.group("name"),
                Optional.ofNullable(parameters).map(DefinitionReader::parameters),
                List.of(),
                view.group("empty") != null,
                needs == null ? Requirement.NOTHING : Requirement.valueOf(needs.toUpperCase(Locale.ROOT)),
                since(view.group("since")));
    }

    private static List<Column> parameters(String text) {
        return Arrays.stream(BETWEEN_PARAMETERS.split(text))
                .map(parameter -> Column.parse(parameter.substring(1)))
                .toList();
    }

    private static Definition.Entry entry(String line) {
        var entry = COLUMN.matcher(line);
        if (!entry.matches()) {
            throw new IllegalArgumentException("no column");
        }
        var text = entry.group("column");
        var mayBeNull = text.endsWith(" null");
        var column = Column.parse(mayBeNull || text.endsWith(" identity") ? text : text + " not null");
        var quoted = entry.group("quoted");
        var plain = entry.group("plain");
        var constant = quoted != null
                ? column.type().require(quoted)
                : plain == null || plain.equals("null") ? null : Constants.parse(column.type(), plain);
        if ("null".equals(plain) && !column.nullable()) {
            throw new IllegalArgumentException("it is not null");
        }
        return new Definition.Entry(column, quoted != null || plain != null, constant, since(entry.group("since")));
    }

    private static int since(@Nullable String number) {
        return number == null ? Messages.OLDEST : Integer.parseInt(number);
    }
}
