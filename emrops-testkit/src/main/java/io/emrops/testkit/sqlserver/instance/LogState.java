package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.statement.DatabaseSetting.RecoveryModel;
import java.util.Optional;

/** What the log of a database says beside its transactions. */
record LogState(RecoveryModel model, Lsn end, RecoveryPath path, Optional<Lsn> lastBackup, boolean backedUp) {
    LogState at(Lsn other) {
        return new LogState(model, other, path, lastBackup, backedUp);
    }
}
