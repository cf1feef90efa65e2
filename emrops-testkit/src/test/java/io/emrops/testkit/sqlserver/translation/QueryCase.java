package io.emrops.testkit.sqlserver.translation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A query and what comes of it, at any SQL Server.
 *
 * @param error 0 if there is none
 * @param columns as in CREATE TABLE; the name may be missing
 */
public record QueryCase(
        String name, String query, int error, boolean ordered, List<String> columns, List<String> rows) {
    public static List<QueryCase> all(String resource) throws IOException {
        try (var in = QueryCase.class.getResourceAsStream(resource)) {
            var text = new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
            var cases = new ArrayList<QueryCase>();
            for (var block : text.split("\n\n+")) {
                if (block.startsWith("--")) {
                    cases.add(parsed(block));
                }
            }
            return cases;
        }
    }

    private static QueryCase parsed(String block) {
        var lines = block.strip().lines().toList();
        var query = new ArrayList<String>();
        var at = 1;
        while (!lines.get(at).startsWith("=")) {
            query.add(lines.get(at++));
        }
        var outcome = lines.get(at);
        var told = outcome.substring(2).strip();
        var name = lines.get(0).substring(2).strip();
        if (told.startsWith("error ")) {
            return new QueryCase(
                    name, String.join("\n", query), Integer.parseInt(told.substring(6)), true, List.of(), List.of());
        }
        return new QueryCase(
                name,
                String.join("\n", query),
                0,
                outcome.startsWith("=>"),
                List.of(told.split(", ")),
                lines.subList(at + 1, lines.size()));
    }

    @Override
    public String toString() {
        return name;
    }
}
