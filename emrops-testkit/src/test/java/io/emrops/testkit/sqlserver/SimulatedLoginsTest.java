package io.emrops.testkit.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.statement.Recogniser;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulatedLoginsTest {
    private static final String SECRET = "Correct-Horse-7";
    private static final String MADE = "CREATE LOGIN ada WITH PASSWORD = N'" + SECRET
            + "' MUST_CHANGE, SID = 0x000102030405060708090a0b0c0d0e0f, DEFAULT_DATABASE = [EMRNext],"
            + " CHECK_EXPIRATION = ON, CHECK_POLICY = ON";

    private final SimulatedSqlServer server = SimulatedSqlServer.start();
    private DataSource emr;

    @BeforeEach
    void create() {
        emr = server.createDatabase("EMRNext");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private List<Integer> errors(String... statements) {
        var errors = new ArrayList<Integer>();
        for (var sql : statements) {
            try (var connection = emr.getConnection();
                    var statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                errors.add(e.getErrorCode());
            }
        }
        return errors;
    }

    private int login(String user, String password) {
        try (var connection = emr.getConnection(user, password)) {
            assertThat(connection.isValid(5)).isTrue();
            return 0;
        } catch (SQLException e) {
            return e.getErrorCode();
        }
    }

    private List<String> column(String sql) throws SQLException {
        try (var connection = emr.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var values = new ArrayList<String>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    @Test
    void a_login_is_made_with_its_user_and_its_role() throws SQLException {
        assertThat(errors(MADE, "CREATE USER ada FOR LOGIN ada", "ALTER ROLE db_owner ADD MEMBER ada"))
                .isEmpty();

        assertThat(column("SELECT CONVERT(varchar(34), sid, 1) FROM sys.server_principals WHERE name = 'ada'"))
                .containsExactly("0x000102030405060708090A0B0C0D0E0F");
        assertThat(column("SELECT m.name FROM sys.database_role_members rm"
                        + " JOIN sys.database_principals m ON m.principal_id = rm.member_principal_id"
                        + " JOIN sys.database_principals r ON r.principal_id = rm.role_principal_id"
                        + " WHERE r.name = 'db_owner' ORDER BY m.name"))
                .containsExactly("ada", "dbo");
    }

    @Test
    void a_one_time_password_lets_nobody_in_until_it_is_replaced() throws SQLException {
        errors(MADE, "CREATE USER ada");

        assertThat(login("ada", "Wrong-Horse-77")).isEqualTo(18456);
        assertThat(login("ada", SECRET)).isEqualTo(18488);
        assertThat(column("SELECT CAST(LOGINPROPERTY('ada', 'IsMustChange') AS int)"))
                .containsExactly("1");

        server.instance().security().replacePassword("ada", "My-Own-Horse-8");

        assertThat(login("ada", SECRET)).isEqualTo(18456);
        assertThat(login("ada", "My-Own-Horse-8")).isZero();
        assertThat(column("SELECT CAST(LOGINPROPERTY('ada', 'IsMustChange') AS int)"))
                .containsExactly("0");
        assertThat(column("SELECT CAST(LOGINPROPERTY('nobody', 'IsMustChange') AS int)"))
                .containsExactly((String) null);
    }

    @Test
    void another_password_has_to_be_replaced_as_well() {
        errors(MADE, "CREATE USER ada");
        errors("ALTER LOGIN ada WITH PASSWORD = 'Other-Horse-9' MUST_CHANGE, CHECK_EXPIRATION = ON");

        assertThat(login("ada", SECRET)).isEqualTo(18456);
        assertThat(login("ada", "Other-Horse-9")).isEqualTo(18488);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CREATE LOGIN ada WITH PASSWORD = 'Correct-Horse-7' | 15025",
                "CREATE LOGIN bob WITH PASSWORD = 'horse' | 15118",
                "CREATE LOGIN bob WITH PASSWORD = 'Correct-Horse-7' MUST_CHANGE | 15099",
                "CREATE LOGIN bob WITH PASSWORD = 'Correct-Horse-7', CHECK_EXPIRATION = ON, CHECK_POLICY = OFF | 15122",
                "CREATE LOGIN bob WITH PASSWORD = 'Correct-Horse-7', SID = 0x000102030405060708090a0b0c0d0e0f | 15433",
                "CREATE LOGIN bob WITH PASSWORD = 0x00 HASHED | 50000",
                "CREATE LOGIN [H\\bob] FROM WINDOWS | 50000",
                "ALTER LOGIN bob WITH PASSWORD = 'Correct-Horse-7' | 15151",
                "DROP LOGIN bob | 15151",
                "CREATE USER bob | 15007",
                "CREATE USER ada | 15023",
                "CREATE USER other FOR LOGIN ada | 50000",
                "DROP USER bob | 15151",
                "ALTER ROLE db_owner ADD MEMBER bob | 15151",
                "ALTER ROLE no_such_role ADD MEMBER ada | 15151",
                "DROP LOGIN ada | 50000",
            })
    void what_the_server_would_refuse_is_refused(String sql, int number) {
        assertThat(errors(MADE, "CREATE USER ada")).isEmpty();

        assertThat(errors(sql)).containsExactly(number);
    }

    @Test
    void a_login_that_is_dropped_is_gone() throws SQLException {
        errors("CREATE LOGIN bob WITH PASSWORD = '" + SECRET + "'", "CREATE USER bob");
        assertThat(login("bob", SECRET)).isZero();

        try (var inside = emr.getConnection("bob", SECRET)) {
            assertThat(inside.isValid(5)).isTrue();
            assertThat(errors("DROP USER bob", "DROP LOGIN bob")).containsExactly(15434);
        }
        errors("DROP USER IF EXISTS bob");
        dropWhenGone("bob");

        assertThat(login("bob", SECRET)).isEqualTo(18456);
        assertThat(column("SELECT name FROM sys.server_principals WHERE name = 'bob'"))
                .isEmpty();
    }

    /** The server hears a moment later that a client has gone. */
    private void dropWhenGone(String login) {
        var left = Stream.generate(() -> errors("DROP LOGIN " + login))
                .limit(10_000)
                .anyMatch(List::isEmpty);
        assertThat(left).isTrue();
    }

    @Test
    void who_may_not_make_logins_makes_none() throws SQLException {
        server.login("clerk", "a password");
        server.instance().security().user("clerk", "EMRNext");

        for (var sql : List.of(MADE, "CREATE USER clerk")) {
            try (var connection = emr.getConnection("clerk", "a password");
                    var statement = connection.createStatement()) {
                statement.execute(sql);
                assertThat(sql).isEmpty();
            } catch (SQLException e) {
                assertThat(e.getErrorCode()).isEqualTo(15247);
            }
        }
    }

    @Test
    void a_text_is_run_in_the_database_of_its_procedure() throws SQLException {
        server.createDatabase("Other");

        assertThat(errors(MADE, "EXEC [Other].sys.sp_executesql N'CREATE USER ada; SELECT DB_NAME()'"))
                .isEmpty();

        assertThat(server.instance().security().users("Other")).containsExactly("ada");
        assertThat(server.instance().security().users("EMRNext")).isEmpty();
        assertThat(column("EXEC Other..sp_executesql N'SELECT DB_NAME()'")).containsExactly("Other");
        assertThat(column("SELECT DB_NAME()")).containsExactly("EMRNext");
        assertThat(errors("EXEC Nowhere.sys.sp_executesql N'SELECT 1'")).containsExactly(911);
    }

    @Test
    void a_password_is_nowhere_in_what_the_server_prints() {
        var recognised = new Recogniser(16).recognise(MADE);

        assertThat(recognised.toString()).contains("ada").doesNotContain(SECRET);
    }
}
