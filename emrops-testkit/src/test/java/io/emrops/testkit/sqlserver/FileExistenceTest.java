package io.emrops.testkit.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What administrators of old versions ask for files by. */
@Timeout(60)
class FileExistenceTest {
    @Test
    void a_procedure_tells_files_from_directories_and_from_nothing() throws SQLException {
        try (var server = SimulatedSqlServer.builder().majorVersion(13).start();
                var connection = server.dataSource().getConnection();
                var statement = connection.prepareStatement("EXEC master.sys.xp_fileexist ?")) {
            server.instance().createDatabase("EMRNext");

            assertThat(asked(statement, "c:\\data\\EMRNEXT.mdf")).isEqualTo("1 0 1");
            assertThat(asked(statement, "C:\\Data")).isEqualTo("0 1 1");
            assertThat(asked(statement, "C:\\Nothing")).isEqualTo("0 0 1");
        }
    }

    private static String asked(PreparedStatement statement, String path) throws SQLException {
        statement.setString(1, path);
        try (var row = statement.executeQuery()) {
            row.next();
            return row.getInt("File Exists") + " " + row.getInt("File is a Directory") + " "
                    + row.getInt("Parent Directory Exists");
        }
    }

    @Test
    void without_a_path_it_is_refused() throws SQLException {
        try (var server = SimulatedSqlServer.start();
                var connection = server.dataSource().getConnection();
                var statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("EXEC xp_fileexist"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getErrorCode()).isEqualTo(50_000));
        }
    }
}
