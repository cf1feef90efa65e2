package io.emrops.testkit;

import io.emrops.backup.Backup;
import io.emrops.recovery.RecoveryProvider;
import java.time.Instant;
import java.util.List;

class FakeRecoveryProviderContractTest extends RecoveryProviderContract {
    private Instant now = Instant.parse("2026-03-01T02:00:00Z");
    private int names;
    private FakeRecoveryProvider provider;

    @Override
    protected RecoveryProvider provider() {
        provider = FakeRecoveryProvider.of("sql01").clock(() -> now);
        return provider;
    }

    @Override
    protected String newDatabase() {
        var name = freeName();
        provider.database(name);
        return name;
    }

    @Override
    protected String freeName() {
        return "EMRNext" + ++names;
    }

    @Override
    protected void commit(String database, String what) {
        now = now.plusSeconds(1);
        provider.commit(database, what);
    }

    @Override
    protected List<String> committed(String database) {
        return provider.committed(database);
    }

    @Override
    protected boolean isOpen(String database) {
        return provider.isOpen(database);
    }

    @Override
    protected Backup backUp(String database, Backup.Kind kind) {
        now = now.plusSeconds(1);
        var all = provider.backUp(database, kind).backups(database);
        return all.get(all.size() - 1);
    }

    @Override
    protected Instant moment() {
        now = now.plusSeconds(1);
        return now;
    }
}
