package io.emrops.testkit.sqlserver.anyserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AnySqlServer.class)
class RestoreToAPointTest {
    private static final String DATABASE = "EmropsRestore";

    private final SqlServerUnderTest server;

    RestoreToAPointTest(SqlServerUnderTest server) {
        this.server = server;
    }

    @BeforeEach
    void begin() throws SQLException {
        server.freshDatabase(DATABASE);
    }

    private String disk(String name) {
        return " DISK = '" + server.backupFile(DATABASE + "_" + name) + "' ";
    }

    @Test
    void a_log_that_was_left_out_is_missed() throws SQLException {
        try (var connection = server.dataSource().getConnection();
                var statement = connection.createStatement()) {
            backUp(statement);
            statement.execute("RESTORE DATABASE EmropsRestore FROM" + disk("full.bak") + "WITH NORECOVERY, REPLACE");

            assertThatThrownBy(() -> statement.execute("RESTORE LOG EmropsRestore FROM" + disk("log2.trn")))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getErrorCode()).isEqualTo(4305));
            statement.execute("RESTORE LOG EmropsRestore FROM" + disk("log1.trn") + "WITH NORECOVERY");
            statement.execute("RESTORE LOG EmropsRestore FROM" + disk("log2.trn") + "WITH RECOVERY");
        }
        try (var connection = server.dataSource(DATABASE).getConnection()) {
            assertThat(connection.isValid(5)).isTrue();
        }
    }

    @Test
    void a_backup_of_another_database_does_not_overwrite() throws SQLException {
        try (var connection = server.dataSource().getConnection();
                var statement = connection.createStatement()) {
            backUp(statement);
            statement.execute("DROP DATABASE EmropsRestore");
            statement.execute("CREATE DATABASE EmropsRestore");

            assertThatThrownBy(() -> statement.execute("RESTORE DATABASE EmropsRestore FROM" + disk("full.bak")))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getErrorCode()).isEqualTo(3154));
        }
    }

    private void backUp(Statement statement) throws SQLException {
        statement.execute("ALTER DATABASE EmropsRestore SET RECOVERY FULL");
        statement.execute("BACKUP DATABASE EmropsRestore TO" + disk("full.bak") + "WITH INIT, CHECKSUM");
        statement.execute("BACKUP LOG EmropsRestore TO" + disk("log1.trn") + "WITH INIT");
        statement.execute("BACKUP LOG EmropsRestore TO" + disk("log2.trn") + "WITH INIT");
    }
}
