package io.emrops.testkit.sqlserver.rules;

import io.emrops.testkit.sqlserver.expression.Unplayed;
import io.emrops.testkit.sqlserver.syntax.Unsupported;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What Transact-SQL has and the simulated server refuses by its name. */
final class UnplayedSection implements Section {
    @Override
    public String name() {
        return "not played";
    }

    @Override
    public String text() {
        return "Statements and clauses: "
                + Arrays.stream(Unsupported.values())
                        .map(Unsupported::what)
                        .sorted()
                        .collect(Collectors.joining("; "))
                + ".\n\nFunctions: "
                + Unplayed.FUNCTIONS.stream()
                        .sorted()
                        .map(name -> "`" + name + "`")
                        .collect(Collectors.joining(", "))
                + ".";
    }
}
