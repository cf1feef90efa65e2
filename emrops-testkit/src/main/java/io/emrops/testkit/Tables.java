package io.emrops.testkit;

import java.io.FileOutputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a fake keeps in its file: rows of text in named tables. One row is one line: name and cells, URL-encoded. */
final class Tables {
    private final Map<String, List<List<String>>> tables = new LinkedHashMap<>();

    void add(String table, List<String> row) {
        tables.computeIfAbsent(table, t -> new ArrayList<>()).add(List.copyOf(row));
    }

    void add(String table, String... row) {
        add(table, List.of(row));
    }

    List<List<String>> rows(String table) {
        return tables.getOrDefault(table, List.of());
    }

    /** The only cell of the only row. */
    String word(String table) {
        return rows(table).get(0).get(0);
    }

    static Tables read(Path file) throws IOException {
        var read = new Tables();
        for (var line : Files.readAllLines(file)) {
            var cells = Arrays.stream(line.split("\t", -1))
                    .map(cell -> URLDecoder.decode(cell, StandardCharsets.UTF_8))
                    .toList();
            read.add(cells.get(0), cells.subList(1, cells.size()));
        }
        return read;
    }

    /** Replaces the file at once: whoever reads it sees all of this or all of what was there before. */
    void write(Path file) throws IOException {
        var text = tables.entrySet().stream()
                .flatMap(table -> table.getValue().stream().map(row -> line(table.getKey(), row)))
                .collect(Collectors.joining());
        var draft = file.resolveSibling(file.getFileName() + ".draft");
        // Not a channel: an interrupt would close it half-way.
        try (var out = new FileOutputStream(draft.toFile())) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.getFD().sync();
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Tables that && that.tables.equals(tables);
    }

    @Override
    public int hashCode() {
        return tables.hashCode();
    }

    private static String line(String table, List<String> row) {
        var cells = new ArrayList<String>();
        cells.add(table);
        cells.addAll(row);
        return cells.stream()
                .map(cell -> URLEncoder.encode(cell, StandardCharsets.UTF_8))
                .collect(Collectors.joining("\t", "", "\n"));
    }
}
