package io.emrops.testkit.sqlserver.translation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Statements, one after the other, and what comes of each. */
public record ChangeCase(String name, List<Step> steps) {
    /**
     * A statement.
     *
     * @param expected {@code done}, a number of rows, {@code error} and numbers, or {@code rows}
     */
    public record Step(String statement, String expected, List<String> rows) {}

    public static List<ChangeCase> all(String resource) throws IOException {
        try (var in = ChangeCase.class.getResourceAsStream(resource)) {
            var text = new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
            var cases = new ArrayList<ChangeCase>();
            for (var block : text.split("\n\n+")) {
                if (block.startsWith("--")) {
                    cases.add(parsed(block.strip().lines().toList()));
                }
            }
            return cases;
        }
    }

    private static ChangeCase parsed(List<String> lines) {
        var steps = new ArrayList<Step>();
        var at = 1;
        while (at < lines.size()) {
            var statement = new ArrayList<String>();
            while (!lines.get(at).startsWith("=> ")) {
                statement.add(lines.get(at++));
            }
            var expected = lines.get(at++).substring(3).strip();
            var rows = new ArrayList<String>();
            if (expected.equals("rows")) {
                while (at < lines.size() && lines.get(at).startsWith("| ")) {
                    rows.add(lines.get(at++).substring(2));
                }
            }
            steps.add(new Step(String.join("\n", statement), expected, rows));
        }
        return new ChangeCase(lines.get(0).substring(2).strip(), steps);
    }

    @Override
    public String toString() {
        return name;
    }
}
