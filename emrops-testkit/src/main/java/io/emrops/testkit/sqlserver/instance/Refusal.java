package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.script.SqlError;
import java.util.ArrayList;
import java.util.List;

/** The server does not do it, or not to its end; and says why, in one message or several. */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<SqlError> errors;

    Refusal(SqlError error) {
        this(List.of(error));
    }

    Refusal(List<SqlError> errors) {
        super(errors.get(0).text(), null, false, false);
        this.errors = List.copyOf(errors);
    }

    /** The same, and one more message at its end. */
    Refusal followedBy(SqlError last) {
        var all = new ArrayList<>(errors);
        all.add(last);
        return new Refusal(all);
    }

    /** In the order in which they are said. */
    public List<SqlError> errors() {
        return errors;
    }
}
