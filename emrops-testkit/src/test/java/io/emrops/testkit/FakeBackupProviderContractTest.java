package io.emrops.testkit;

import io.emrops.DataSize;
import io.emrops.backup.Backup;
import io.emrops.backup.BackupProvider;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FakeBackupProviderContractTest extends BackupProviderContract {
    @TempDir
    Path directory;

    private FakeBackupProvider provider;

    @Override
    protected BackupProvider provider() {
        provider = FakeBackupProvider.of("sql01")
                .database("EMRNext", DataSize.mib(5))
                .keptIn(directory.resolve("backups"));
        return provider;
    }

    @Override
    protected String database() {
        return "EMRNext";
    }

    @Override
    protected String missingDatabase() {
        return "Elsewhere";
    }

    @Override
    protected void damage(Backup backup) {
        provider.damage(backup);
    }
}
