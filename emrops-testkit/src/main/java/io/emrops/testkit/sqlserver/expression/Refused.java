package io.emrops.testkit.sqlserver.expression;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.util.List;

/** Words refusals, with the line where one is known. */
final class Refused {
    /** What the simulated server refuses although SQL Server would do it. */
    static final int NOT_PLAYED = 50000;

    private final Surroundings surroundings;

    Refused(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    Refusal by(int number, Object... values) {
        return new Refusal(List.of(surroundings.message(number, values)));
    }

    Refusal at(int line, int number, Object... values) {
        return new Refusal(List.of(surroundings.message(number, values).in("", line)));
    }

    Refusal notPlayed(String what) {
        return new Refusal(List.of(SqlError.of(NOT_PLAYED, 16, "the simulated server does not " + what)));
    }
}
