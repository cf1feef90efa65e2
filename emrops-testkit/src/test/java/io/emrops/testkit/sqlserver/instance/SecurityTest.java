package io.emrops.testkit.sqlserver.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecurityTest {
    private final Server server = new Server();
    private final Security security = server.instance.security();

    @BeforeEach
    void create() throws Exception {
        server.run("CREATE DATABASE EMRNext");
        server.run("BACKUP DATABASE EMRNext TO DISK = 'full.bak'");
        server.instance.contents(database -> List.of(
                new Contents.Table("dbo", "Beds", 1, 0, 0, List.of(new Contents.Index("PK", 1, true)), List.of())));
        security.login("clerk");
    }

    private List<Integer> errorsOf(String sql) throws Exception {
        try {
            server.run(new Caller(70, "clerk", "master", false), sql, new TestClient(server::pass));
            return List.of();
        } catch (Refusal e) {
            return e.errors().stream().map(SqlError::number).toList();
        }
    }

    private List<Integer> refusedEntry() {
        server.instance.login(70, "CLERK", false);
        return server.instance.refusesToEnter(70, "EMRNext").stream()
                .map(SqlError::number)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BACKUP DATABASE EMRNext TO DISK = 'x' | 916 3013",
                "RESTORE DATABASE EMRNext FROM DISK = 'full.bak' | 3110 3013",
                "RESTORE DATABASE Other FROM DISK = 'full.bak' | 262 3013",
                "RESTORE VERIFYONLY FROM DISK = 'full.bak' | 262 3013",
                "RESTORE HEADERONLY FROM DISK = 'full.bak' | 262 3013",
                "ALTER DATABASE EMRNext SET READ_ONLY | 5011 5069",
                "DROP DATABASE EMRNext | 3701",
                "DROP DATABASE IF EXISTS EMRNext | 3701",
                "CREATE DATABASE Other | 262",
                "DBCC CHECKDB (EMRNext) | 916",
                "ALTER INDEX PK ON EMRNext.dbo.Beds REBUILD | 916",
                "EXEC EMRNext.dbo.sp_updatestats | 916",
                "KILL 61 | 6102"
            })
    void who_may_nothing_is_told_so_and_nothing_happens(String sql, String numbers) throws Exception {
        server.instance.enter(61, "master");
        server.instance.enter(70, "master");
        server.instance.login(70, "clerk", false);

        assertThat(errorsOf(sql).toString()).isEqualTo("[" + numbers.replace(" ", ", ") + "]");

        assertThat(server.instance.databases()).hasSize(1);
        assertThat(server.instance.history().taken()).hasSize(1);
        assertThat(server.instance.history().restored()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BACKUP DATABASE EMRNext TO DISK = 'x' | 262 3013",
                "DBCC CHECKDB (EMRNext) | 7983",
                "ALTER INDEX PK ON EMRNext.dbo.Beds REBUILD | 1088",
                "UPDATE STATISTICS EMRNext.dbo.Beds | 1088",
                "EXEC EMRNext.dbo.sp_updatestats | 15247"
            })
    void to_be_let_in_is_not_enough(String sql, String numbers) throws Exception {
        security.user("clerk", "EMRNext");

        assertThat(errorsOf(sql).toString()).isEqualTo("[" + numbers.replace(" ", ", ") + "]");
    }

    @Test
    void each_role_of_a_database_is_for_its_work() throws Exception {
        security.role("Clerk", "emrnext", DatabaseRole.DB_BACKUPOPERATOR);
        assertThat(errorsOf("BACKUP DATABASE EMRNext TO DISK = 'x'")).isEmpty();
        assertThat(errorsOf("BACKUP LOG EMRNext TO DISK = 'y'")).isEmpty();
        assertThat(errorsOf("DBCC CHECKDB (EMRNext)")).containsExactly(7983);
        assertThat(errorsOf("UPDATE STATISTICS EMRNext.dbo.Beds")).containsExactly(1088);

        security.role("clerk", "EMRNext", DatabaseRole.DB_DDLADMIN);
        assertThat(errorsOf("UPDATE STATISTICS EMRNext.dbo.Beds")).isEmpty();

        security.role("clerk", "EMRNext", DatabaseRole.DB_OWNER);
        assertThat(errorsOf("DBCC CHECKDB (EMRNext)")).isEmpty();
        assertThat(errorsOf("ALTER DATABASE EMRNext SET RECOVERY SIMPLE")).isEmpty();
        assertThat(errorsOf("RESTORE DATABASE EMRNext FROM DISK = 'full.bak' WITH REPLACE"))
                .containsExactly(3110, 3013);
        assertThat(errorsOf("DROP DATABASE EMRNext")).isEmpty();
    }

    @Test
    void what_a_database_keeps_does_not_count_while_it_is_closed() throws Exception {
        security.role("clerk", "EMRNext", DatabaseRole.DB_OWNER);
        server.run("RESTORE DATABASE EMRNext FROM DISK = 'full.bak' WITH NORECOVERY");

        assertThat(security.has("clerk", "EMRNext", Permission.CONTROL)).isFalse();
        assertThat(errorsOf("DROP DATABASE EMRNext")).containsExactly(3701);
    }

    @Test
    void creators_own_what_they_create_and_restore_anything() throws Exception {
        security.role("clerk", ServerRole.DBCREATOR);

        assertThat(errorsOf("RESTORE VERIFYONLY FROM DISK = 'full.bak'")).isEmpty();
        assertThat(errorsOf("RESTORE DATABASE EMRNext FROM DISK = 'full.bak' WITH REPLACE"))
                .isEmpty();
        assertThat(server.database("EMRNext").owner()).isEqualTo("sa");
        assertThat(errorsOf("CREATE DATABASE Own")).isEmpty();
        assertThat(server.database("Own").owner()).isEqualTo("clerk");
        assertThat(security.isMember("clerk", "Own", DatabaseRole.DB_OWNER)).isTrue();
        assertThat(errorsOf("BACKUP DATABASE Own TO DISK = 'own.bak'")).isEmpty();
        assertThat(errorsOf("BACKUP DATABASE EMRNext TO DISK = 'x'")).containsExactly(916, 3013);
    }

    @Test
    void one_permission_is_enough_for_what_it_is_for() throws Exception {
        server.instance.enter(61, "master");
        security.grant("clerk", Permission.ALTER_ANY_CONNECTION);
        assertThat(errorsOf("KILL 61")).isEmpty();

        security.grant("clerk", "EMRNext", Permission.BACKUP_DATABASE);
        assertThat(errorsOf("BACKUP DATABASE EMRNext TO DISK = 'x'")).isEmpty();
        assertThat(errorsOf("BACKUP LOG EMRNext TO DISK = 'y'")).containsExactly(262, 3013);
        assertThatIllegalArgumentException().isThrownBy(() -> security.grant("clerk", Permission.SELECT));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> security.grant("clerk", "EMRNext", Permission.VIEW_SERVER_STATE));
        assertThatIllegalArgumentException().isThrownBy(() -> security.role("nobody", ServerRole.SYSADMIN));
    }

    @Test
    void permissions_imply_others() {
        assertThat(security.has("clerk", Permission.VIEW_ANY_DATABASE)).isTrue();
        assertThat(security.has("clerk", Permission.VIEW_SERVER_STATE)).isFalse();

        security.role("clerk", ServerRole.PROCESSADMIN);
        assertThat(security.has("clerk", Permission.VIEW_SERVER_STATE)).isTrue();
        assertThat(security.has("clerk", "EMRNext", Permission.VIEW_DATABASE_STATE))
                .isTrue();
        assertThat(security.has("clerk", "EMRNext", Permission.SELECT)).isFalse();

        security.role("clerk", ServerRole.SYSADMIN);
        assertThat(security.has("clerk", Permission.SHUTDOWN)).isTrue();
        assertThat(security.has("clerk", "EMRNext", Permission.SELECT)).isTrue();
        assertThat(security.isMember("clerk", ServerRole.DBCREATOR)).isFalse();
        assertThat(Permission.of("view server state")).contains(Permission.VIEW_SERVER_STATE);
        assertThat(Permission.of("FLY")).isEmpty();
    }

    @Test
    void whoever_is_not_named_may_everything() {
        assertThat(security.has("sa", Permission.CONTROL_SERVER)).isTrue();
        assertThat(security.isMember("sa", ServerRole.SYSADMIN)).isTrue();
        assertThat(security.isMember("sa", ServerRole.DBCREATOR)).isFalse();
        assertThat(security.isMember("sa", "EMRNext", DatabaseRole.DB_OWNER)).isTrue();
    }

    @Test
    void a_database_is_entered_by_its_users_and_if_it_is_restricted_by_its_owners() throws Exception {
        assertThat(refusedEntry()).containsExactly(916);

        security.user("clerk", "EMRNext");
        assertThat(refusedEntry()).isEmpty();

        server.run("ALTER DATABASE EMRNext SET RESTRICTED_USER");
        assertThat(refusedEntry()).containsExactly(923);

        security.role("clerk", "EMRNext", DatabaseRole.DB_OWNER);
        assertThat(refusedEntry()).isEmpty();
        server.instance.leave(70);
        security.login("other");
        server.instance.login(70, "other", false);
        assertThat(server.instance.refusesToEnter(70, "EMRNext")).isPresent();
    }
}
