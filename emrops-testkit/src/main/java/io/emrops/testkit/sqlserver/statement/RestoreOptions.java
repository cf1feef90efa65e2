package io.emrops.testkit.sqlserver.statement;

import io.emrops.testkit.sqlserver.grammar.Operand;
import java.util.List;
import java.util.Optional;

/**
 * The options of a RESTORE, in the order in which they are written. Doubled and contrary ones (error 3031) and those of another verb
 * (error 3032) are kept: the server refuses them at run time ("RESTORE Arguments (Transact-SQL)"; the moment is unverified).
 */
public record RestoreOptions(List<RestoreOption> all) {
    /** Copies the list. */
    public RestoreOptions {
        all = List.copyOf(all);
    }

    /** Whether this one is given. */
    public boolean has(RestoreOption.Flag flag) {
        return all.contains(flag);
    }

    /** The value of this one; if it is doubled, the last. */
    public Optional<Operand> value(RestoreOption.Setting setting) {
        return all(RestoreOption.Value.class).stream()
                .filter(value -> value.setting() == setting)
                .reduce((first, second) -> second)
                .map(RestoreOption.Value::operand);
    }

    /** Where files go instead of where they were. */
    public List<RestoreOption.Move> moves() {
        return all(RestoreOption.Move.class);
    }

    /** Where to stop; more than one is an error at run time. */
    public List<RestoreOption.Stop> stops() {
        return all(RestoreOption.Stop.class);
    }

    private <O extends RestoreOption> List<O> all(Class<O> kind) {
        return all.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
