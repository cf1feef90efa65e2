package io.emrops.sqlserver.restore;

import io.emrops.backup.Backup;
import io.emrops.recovery.RecoveryProvider;
import io.emrops.testkit.RecoveryProviderContract;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** Through the real driver. */
@Timeout(120)
class SqlServerRecoveryContractTest extends RecoveryProviderContract {
    private final Hospital hospital = Hospital.inUtc();
    private int free;

    @AfterEach
    void close() {
        hospital.close();
    }

    @Override
    protected RecoveryProvider provider() {
        return hospital.recovery().build();
    }

    @Override
    protected String newDatabase() throws Exception {
        return hospital.create();
    }

    @Override
    protected String freeName() {
        return "Free" + ++free;
    }

    @Override
    protected void commit(String database, String what) throws Exception {
        hospital.commit(database, what);
    }

    @Override
    protected List<String> committed(String database) throws Exception {
        return hospital.committed(database);
    }

    @Override
    protected boolean isOpen(String database) {
        return hospital.isOpen(database);
    }

    @Override
    protected Backup backUp(String database, Backup.Kind kind) throws Exception {
        return hospital.made(database, kind);
    }

    @Override
    protected Instant moment() {
        return hospital.moment();
    }
}
