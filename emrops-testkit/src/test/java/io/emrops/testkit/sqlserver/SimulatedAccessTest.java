package io.emrops.testkit.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.instance.DatabaseRole;
import io.emrops.testkit.sqlserver.instance.Permission;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SimulatedAccessTest {
    private final SimulatedSqlServer server = SimulatedSqlServer.start();
    private Connection admin;
    private Connection nurse;

    @BeforeEach
    void begin() throws SQLException {
        var database = server.createDatabase("EMRNext");
        admin = database.getConnection();
        execute(admin, "CREATE TABLE Beds (Id int PRIMARY KEY)");
        execute(admin, "CREATE SCHEMA ward");
        execute(admin, "CREATE VIEW Free AS SELECT Id FROM Beds");
        server.login("nurse", "a password");
        server.instance().security().user("nurse", "EMRNext");
        nurse = database.getConnection("nurse", "a password");
    }

    @AfterEach
    void end() throws SQLException {
        nurse.close();
        admin.close();
        server.close();
    }

    @Test
    void who_has_nothing_reads_and_changes_nothing() {
        assertThat(errorOf("SELECT * FROM Beds")).isEqualTo(229);
        assertThat(errorOf("SELECT * FROM Free")).isEqualTo(229);
        assertThat(errorOf("INSERT INTO Beds VALUES (1)")).isEqualTo(229);
        assertThat(errorOf("UPDATE Beds SET Id = 2")).isEqualTo(229);
        assertThat(errorOf("DELETE FROM Beds")).isEqualTo(229);
        assertThat(errorOf("TRUNCATE TABLE Beds")).isEqualTo(1088);
        assertThat(errorOf("CREATE TABLE Other (Id int)")).isEqualTo(262);
        assertThat(errorOf("SELECT Id INTO Other FROM Beds")).isIn(229, 262);
        assertThat(errorOf("ALTER TABLE Beds ADD Name int")).isEqualTo(1088);
        assertThat(errorOf("DROP TABLE Beds")).isEqualTo(3701);
        assertThat(errorOf("SELECT 1")).isZero();
    }

    @Test
    void a_role_is_enough_for_what_it_is_for() {
        server.instance().security().role("nurse", "EMRNext", DatabaseRole.DB_DATAREADER);

        assertThat(errorOf("SELECT * FROM Free")).isZero();
        assertThat(errorOf("INSERT INTO Beds VALUES (1)")).isEqualTo(229);

        server.instance().security().grant("nurse", "EMRNext", Permission.INSERT);
        assertThat(errorOf("INSERT INTO Beds VALUES (1)")).isZero();
        server.instance().security().role("nurse", "EMRNext", DatabaseRole.DB_DDLADMIN);
        assertThat(errorOf("CREATE TABLE Other (Id int)")).isZero();
        assertThat(errorOf("DROP TABLE Other")).isZero();
    }

    @Test
    void what_somebody_may_can_be_asked() throws SQLException {
        server.instance().security().role("nurse", "EMRNext", DatabaseRole.DB_BACKUPOPERATOR);

        assertThat(integer(nurse, "HAS_PERMS_BY_NAME(NULL, NULL, 'VIEW SERVER STATE')"))
                .isEqualTo(0);
        assertThat(integer(admin, "HAS_PERMS_BY_NAME(NULL, NULL, 'VIEW SERVER STATE')"))
                .isEqualTo(1);
        assertThat(integer(nurse, "HAS_PERMS_BY_NAME('[EMRNext]', 'DATABASE', 'BACKUP DATABASE')"))
                .isEqualTo(1);
        assertThat(integer(nurse, "HAS_PERMS_BY_NAME('dbo.Beds', 'OBJECT', 'SELECT')"))
                .isEqualTo(0);
        assertThat(integer(nurse, "HAS_PERMS_BY_NAME(NULL, NULL, 'NO SUCH THING')"))
                .isNull();
        assertThat(integer(admin, "IS_SRVROLEMEMBER('sysadmin')")).isEqualTo(1);
        assertThat(integer(nurse, "IS_SRVROLEMEMBER('sysadmin')")).isEqualTo(0);
        assertThat(integer(nurse, "IS_ROLEMEMBER('db_backupoperator')")).isEqualTo(1);
        assertThat(integer(nurse, "IS_MEMBER('db_owner')")).isEqualTo(0);
        assertThat(integer(nurse, "IS_SRVROLEMEMBER('nobody')")).isNull();
    }

    @Test
    void a_database_and_its_schemas_tell_the_same_to_functions_and_views() throws SQLException {
        assertThat(text(admin, "DATABASEPROPERTYEX('EMRNext', 'Recovery')")).isEqualTo("FULL");
        assertThat(text(admin, "DATABASEPROPERTYEX('Nowhere', 'Status')")).isNull();
        assertThat(integer(admin, "SCHEMA_ID('ward') - (SELECT schema_id FROM sys.schemas WHERE name = 'ward')"))
                .isEqualTo(0);
        assertThat(text(admin, "(SELECT SCHEMA_NAME(schema_id) FROM sys.tables WHERE name = 'Beds')"))
                .isEqualTo("dbo");
    }

    private static Integer integer(Connection connection, String expression) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT " + expression)) {
            rows.next();
            var value = rows.getInt(1);
            return rows.wasNull() ? null : value;
        }
    }

    private static String text(Connection connection, String expression) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT " + expression)) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** 0 if there was none. */
    private int errorOf(String sql) {
        try {
            execute(nurse, sql);
            return 0;
        } catch (SQLException e) {
            return e.getErrorCode();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
