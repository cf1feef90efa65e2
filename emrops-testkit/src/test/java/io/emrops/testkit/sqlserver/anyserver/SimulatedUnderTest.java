package io.emrops.testkit.sqlserver.anyserver;

import io.emrops.testkit.sqlserver.SimulatedSqlServer;
import javax.sql.DataSource;

/** The simulated server. */
final class SimulatedUnderTest implements SqlServerUnderTest {
    private final SimulatedSqlServer server = SimulatedSqlServer.start();

    @Override
    public DataSource dataSource() {
        return server.dataSource();
    }

    @Override
    public DataSource dataSource(String database) {
        return server.dataSource("databaseName=" + database);
    }

    @Override
    public String backupFile(String name) {
        return "C:\\Backup\\" + name;
    }

    @Override
    public int majorVersion() {
        return server.instance().majorVersion();
    }

    @Override
    public void close() {
        server.close();
    }
}
