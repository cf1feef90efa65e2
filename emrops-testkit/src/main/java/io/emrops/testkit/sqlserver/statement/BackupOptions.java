package io.emrops.testkit.sqlserver.statement;

import io.emrops.testkit.sqlserver.grammar.Operand;
import java.util.List;
import java.util.Optional;

/**
 * The options of a backup, in the order in which they are written. Doubled and contrary ones are kept: the server refuses them at run
 * time, with error 3031 (when and with which number exactly is unverified).
 */
public record BackupOptions(List<BackupOption> all) {
    /** Copies the list. */
    public BackupOptions {
        all = List.copyOf(all);
    }

    /** Whether this one is given. */
    public boolean has(BackupOption.Flag flag) {
        return all.contains(flag);
    }

    /** The value of this one; if it is doubled, the last. */
    public Optional<Operand> value(BackupOption.Setting setting) {
        return all(BackupOption.Value.class).stream()
                .filter(value -> value.setting() == setting)
                .reduce((first, second) -> second)
                .map(BackupOption.Value::operand);
    }

    /** Those of this kind, in their order. */
    public <O extends BackupOption> List<O> all(Class<O> kind) {
        return all.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
