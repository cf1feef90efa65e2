package io.emrops.testkit.sqlserver.anyserver;

import com.microsoft.sqlserver.jdbc.SQLServerDataSource;
import javax.sql.DataSource;
import org.testcontainers.mssqlserver.MSSQLServerContainer;
import org.testcontainers.utility.DockerImageName;

/** Microsoft's own server. Whoever runs it has accepted its licence, by asking for it. */
final class ContainerUnderTest implements SqlServerUnderTest {
    static final String IMAGE = "mcr.microsoft.com/mssql/server:2022-latest";

    private final MSSQLServerContainer container =
            new MSSQLServerContainer(DockerImageName.parse(IMAGE)).acceptLicense();

    ContainerUnderTest() {
        container.start();
    }

    @Override
    public DataSource dataSource() {
        return dataSource("master");
    }

    @Override
    public DataSource dataSource(String database) {
        var source = new SQLServerDataSource();
        source.setURL(container.getJdbcUrl());
        source.setUser(container.getUsername());
        source.setPassword(container.getPassword());
        source.setEncrypt("false");
        source.setDatabaseName(database);
        return source;
    }

    @Override
    public String backupFile(String name) {
        return "/var/opt/mssql/data/" + name;
    }

    @Override
    public int majorVersion() {
        return 16;
    }

    @Override
    public void close() {
        container.stop();
    }
}
