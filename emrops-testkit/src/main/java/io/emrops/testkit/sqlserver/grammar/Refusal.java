package io.emrops.testkit.sqlserver.grammar;

import io.emrops.testkit.sqlserver.script.SqlError;
import java.util.ArrayList;
import java.util.List;

/** The server does not do it, and says why, in one message or several. */
public final class Refusal extends Stop {
    private static final long serialVersionUID = 1;

    private final transient List<SqlError> errors;

    /** For one reason. */
    public Refusal(SqlError error) {
        this(List.of(error));
    }

    /** @throws IndexOutOfBoundsException if there is no error */
    public Refusal(List<SqlError> errors) {
        super(errors.get(0).text());
        this.errors = List.copyOf(errors);
    }

    /** The same, and one more message at its end. */
    public Refusal followedBy(SqlError last) {
        var all = new ArrayList<>(errors);
        all.add(last);
        return new Refusal(all);
    }

    /** In the order in which they are said; at least one. */
    public List<SqlError> errors() {
        return errors;
    }
}
