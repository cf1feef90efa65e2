package io.emrops.testkit.sqlserver.anyserver;

import java.sql.SQLException;
import javax.sql.DataSource;

/** A server on which a test runs, simulated or real. */
public interface SqlServerUnderTest extends AutoCloseable {
    /** Connections as an administrator, to master. */
    DataSource dataSource();

    /** Connections as an administrator, to this database. */
    DataSource dataSource(String database);

    /** Where the server can write and read a backup, as it calls the place. */
    String backupFile(String name);

    /** 16 is SQL Server 2022. */
    int majorVersion();

    @Override
    void close();

    /** A new database of this name, instead of one that another class has left. */
    default DataSource freshDatabase(String name) throws SQLException {
        try (var connection = dataSource().getConnection();
                var statement = connection.createStatement()) {
            // A server hears later that a client has gone.
            statement.execute("IF EXISTS (SELECT 1 FROM sys.databases WHERE name = '" + name
                    + "' AND state = 0) ALTER DATABASE [" + name + "] SET SINGLE_USER WITH ROLLBACK IMMEDIATE");
            statement.execute("DROP DATABASE IF EXISTS [" + name + "]");
            statement.execute("CREATE DATABASE [" + name + "]");
        }
        return dataSource(name);
    }
}
