package io.emrops.database;

import io.emrops.database.Migration.State;
import java.util.List;
import java.util.Objects;

/**
 * How far a schema has come.
 *
 * @param version the highest one that is in it; empty if there is none
 * @param migrations those of the schema and those to come, in the order in which they are applied
 */
public record SchemaState(String version, List<Migration> migrations) {
    public SchemaState {
        Objects.requireNonNull(version, "version");
        migrations = List.copyOf(migrations);
    }

    /** Those in this state, in their order. */
    public List<Migration> in(State state) {
        return migrations.stream().filter(each -> each.state() == state).toList();
    }

    /** Whether everything is in it that there is, and nothing is wrong with what is in it. Where no migration was found, nothing is known. */
    public boolean isCurrent() {
        return !migrations.isEmpty() && migrations.stream().allMatch(each -> each.state() == State.APPLIED);
    }

    /** Whether something has to be put right by a person before anything else is applied. */
    public boolean isBroken() {
        return migrations.stream().anyMatch(each -> each.state() != State.APPLIED && each.state() != State.PENDING);
    }
}
