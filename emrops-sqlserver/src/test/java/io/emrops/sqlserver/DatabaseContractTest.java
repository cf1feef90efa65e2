package io.emrops.sqlserver;

import io.emrops.Secret;
import io.emrops.database.Database;
import io.emrops.testkit.DatabaseContract;
import io.emrops.testkit.sqlserver.ScriptedSqlServer.Encryption;
import io.emrops.testkit.sqlserver.SimulatedSqlServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class DatabaseContractTest extends DatabaseContract {
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
    protected Database database() {
        server.instance().createDatabase("EMRNext");
        return sql.database("EMRNext");
    }

    @Override
    protected Database unreachable() {
        server.close();
        return sql.database("EMRNext");
    }
}
