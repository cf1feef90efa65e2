package io.emrops.sqlserver;

import io.emrops.Secret;
import io.emrops.backup.Backup;
import io.emrops.backup.BackupProvider;
import io.emrops.testkit.BackupProviderContract;
import io.emrops.testkit.sqlserver.ScriptedSqlServer.Encryption;
import io.emrops.testkit.sqlserver.SimulatedSqlServer;
import io.emrops.testkit.sqlserver.instance.ServerFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** Through the real driver, encrypted. */
@Timeout(120)
class SqlServerBackupsContractTest extends BackupProviderContract {
    private final SimulatedSqlServer server =
            SimulatedSqlServer.builder().encryption(Encryption.REQUIRED).start();
    private final SqlServer sql = SqlServer.at(server.jdbcUrl())
            .user("sa", Secret.of(server.script().password().toCharArray()))
            .build();

    @AfterEach
    void stop() {
        sql.close();
        server.close();
    }

    @Override
    protected BackupProvider provider() {
        server.instance().createDatabase(database());
        return sql.backups().to("C:\\Backup").build();
    }

    @Override
    protected String database() {
        return "EMRNext";
    }

    @Override
    protected String missingDatabase() {
        return "Nowhere";
    }

    @Override
    protected void damage(Backup backup) {
        var disk = server.instance().disk();
        var file = (ServerFile.Backup) disk.at(backup.location()).orElseThrow();
        disk.put(
                backup.location(),
                new ServerFile.Backup(file.media(), file.family(), ServerFile.Backup.Condition.BAD_PAGES));
    }
}
