package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.expression.Surroundings;
import io.emrops.testkit.sqlserver.grammar.ObjectName;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Words the refusal of a change. */
final class Refusing {
    private static final int NOT_PLAYED = 50_000;
    private static final int COULD_NOT_CREATE = 1750;

    private final Surroundings surroundings;
    private final int line;

    Refusing(Surroundings surroundings, int line) {
        this.surroundings = surroundings;
        this.line = Math.max(1, line);
    }

    int line() {
        return line;
    }

    /** By the message of this number, of state 1. */
    Refusal by(int number, Object... values) {
        return new Refusal(List.of(error(number, values)));
    }

    /** By the message of this number and a state of its own. */
    Refusal byWithState(int state, int number, Object... values) {
        return new Refusal(List.of(error(number, values).withState(state)));
    }

    /** A constraint that cannot be: the reasons, and that there are some. */
    Refusal constraint(List<SqlError> reasons) {
        return followed(reasons, error(COULD_NOT_CREATE).withState(0));
    }

    /** A constraint that cannot be, for the reason of this number. */
    Refusal constraint(int number, Object... values) {
        return constraint(List.of(error(number, values).withState(0)));
    }

    Refusal followed(List<SqlError> first, SqlError last) {
        return new Refusal(Stream.concat(first.stream(), Stream.of(last)).toList());
    }

    SqlError error(int number, Object... values) {
        return surroundings.message(number, values).in("", line);
    }

    /** What SQL Server would do and this server does not. */
    Refusal notPlayed(String what) {
        return new Refusal(List.of(SqlError.of(NOT_PLAYED, 16, "The simulated server does not " + what + ".")
                .in("", line)));
    }

    /** A name as it was written. */
    static String written(ObjectName name) {
        if (!name.database().isEmpty()) {
            return name.database() + "." + name.schema() + "." + name.name();
        }
        return Arrays.stream(new String[] {name.schema(), name.name()})
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("."));
    }
}
