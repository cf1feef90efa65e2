package io.emrops.testkit.sqlserver.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.ScriptedSqlServer;
import io.emrops.testkit.sqlserver.SqlServerExtension;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The tests of this package run once with each of two drivers; this one finds out if they do not. */
@ExtendWith(SqlServerExtension.class)
class DriverVersionTest {
    @Test
    void the_driver_is_the_one_that_the_build_names(ScriptedSqlServer server) throws SQLException {
        try (var connection = server.dataSource().getConnection()) {
            var version = connection.getMetaData().getDriverVersion();

            assertThat(System.getProperty("emrops.mssql-jdbc")).startsWith(version.replaceFirst("\\.0$", ""));
        }
    }
}
