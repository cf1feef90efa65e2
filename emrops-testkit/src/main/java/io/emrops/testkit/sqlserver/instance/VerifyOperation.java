package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.statement.RestoreOption.Flag;
import io.emrops.testkit.sqlserver.statement.RestoreOption.Setting;
import io.emrops.testkit.sqlserver.statement.RestoreVerifyOnly;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code RESTORE VERIFYONLY} ("RESTORE Statements - VERIFYONLY (Transact-SQL)"): reads the backup and its checksums, and no more. Without CHECKSUM bad
 * pages of a set that has checksums are found all the same; without FILE the first set is read.
 */
final class VerifyOperation {
    private final Instance instance;
    private final Caller caller;
    private final RestoreVerifyOnly verify;
    private final Values values;

    VerifyOperation(Instance instance, Caller caller, RestoreVerifyOnly verify, Values values) {
        this.instance = instance;
        this.caller = caller;
        this.verify = verify;
        this.values = values;
    }

    List<SqlError> run() throws Refusal {
        try {
            if (caller.inTransaction()) {
                throw instance.refusal(3021);
            }
            var source = BackupSource.open(instance, verify.devices(), values);
            var file = verify.options().value(Setting.FILE);
            var position = file.isEmpty() ? 1 : values.number(file.get(), "FILE");
            var set = source.set(position);
            source.requireAllFamilies();
            source.requireSound(set, verify.options().has(Flag.CHECKSUM), false);
            return List.of(instance.message(3262, position));
        } catch (Refusal e) {
            var errors = new ArrayList<>(e.errors());
            errors.add(instance.message(3013, "VERIFY DATABASE"));
            throw new Refusal(errors);
        }
    }
}
