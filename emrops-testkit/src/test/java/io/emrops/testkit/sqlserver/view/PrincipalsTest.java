package io.emrops.testkit.sqlserver.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.emrops.testkit.sqlserver.instance.Caller;
import io.emrops.testkit.sqlserver.instance.DatabaseRole;
import io.emrops.testkit.sqlserver.instance.Permission;
import io.emrops.testkit.sqlserver.instance.ServerRole;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who there is, and who may look at what. */
class PrincipalsTest {
    private Watched watched = new Watched();

    @BeforeEach
    void create() {
        prepare();
    }

    private void prepare() {
        watched.run("CREATE DATABASE EMRNext");
        var security = watched.instance.security();
        security.login("backup");
        security.login("reader");
        security.role("backup", ServerRole.DBCREATOR);
        security.role("reader", "EMRNext", DatabaseRole.DB_DATAREADER);
    }

    private Viewer as(String login) {
        return Viewer.of(watched.instance, new Caller(61, login, "EMRNext", false), Tables.NONE);
    }

    private List<Integer> refusals(String login, String view) {
        return watched.views.view("EMRNext", "sys", view).orElseThrow().refusal(as(login)).stream()
                .map(SqlError::number)
                .toList();
    }

    private List<?> column(String login, String view, int column) {
        return watched.views.view("EMRNext", "sys", view).orElseThrow().rows(as(login)).stream()
                .map(row -> row.get(column))
                .toList();
    }

    @Test
    void logins_and_users_have_their_roles() {
        watched.logIn(60, "stranger", "EMRNext");
        var backup = watched.row("sys", "server_principals", "name", "backup").get("principal_id");
        var stranger =
                watched.row("sys", "server_principals", "name", "stranger").get("principal_id");
        var dbcreator =
                watched.row("sys", "server_principals", "name", "dbcreator").get("principal_id");

        assertThat(watched.rows("sys", "server_role_members"))
                .extracting(row -> row.get("role_principal_id"), row -> row.get("member_principal_id"))
                .containsExactlyInAnyOrder(tuple(3, 1), tuple(dbcreator, backup), tuple(3, stranger));
        var users = watched.rows("EMRNext", "sys", "database_principals");
        var reader = Watched.only(users, "name", "reader").get("principal_id");
        var readers = Watched.only(users, "name", "db_datareader").get("principal_id");
        assertThat(readers).isEqualTo(16390);
        assertThat(watched.rows("EMRNext", "sys", "database_role_members"))
                .extracting(row -> row.get("role_principal_id"), row -> row.get("member_principal_id"))
                .containsExactly(tuple(16384, 1), tuple(readers, reader));
        assertThat(watched.rows("master", "sys", "database_principals"))
                .extracting(row -> row.get("name"))
                .contains("dbo", "guest", "db_owner")
                .doesNotContain("reader");
    }

    @Test
    void what_was_granted_is_listed_by_name_and_letters() {
        var security = watched.instance.security();
        security.grant("reader", Permission.VIEW_SERVER_STATE);
        security.grant("reader", "EMRNext", Permission.BACKUP_LOG);
        var login = watched.row("sys", "server_principals", "name", "reader").get("principal_id");
        var user = Watched.only(watched.rows("EMRNext", "sys", "database_principals"), "name", "reader")
                .get("principal_id");

        assertThat(Watched.only(watched.rows("sys", "server_permissions"), "permission_name", "VIEW SERVER STATE"))
                .containsEntry("grantee_principal_id", login)
                .containsEntry("type", "VWSS");
        assertThat(watched.rows("EMRNext", "sys", "database_permissions"))
                .extracting(row -> row.get("grantee_principal_id"), row -> row.get("permission_name"))
                .containsExactlyInAnyOrder(tuple(user, "BACKUP LOG"), tuple(user, "CONNECT"));
        assertThat(watched.rows("master", "sys", "database_permissions")).isEmpty();
    }

    @Test
    void the_state_of_the_server_is_not_for_everybody() {
        assertThat(refusals("reader", "dm_os_waiting_tasks")).containsExactly(300, 297);
        assertThat(refusals("reader", "dm_exec_connections")).containsExactly(300, 297);
        assertThat(refusals("reader", "dm_db_partition_stats")).containsExactly(262, 297);
        assertThat(refusals("reader", "dm_exec_sessions")).isEmpty();
        assertThat(refusals("reader", "databases")).isEmpty();
        assertThat(refusals("sa", "dm_os_waiting_tasks")).isEmpty();

        watched.instance.security().grant("reader", Permission.VIEW_SERVER_PERFORMANCE_STATE);

        assertThat(refusals("reader", "dm_os_waiting_tasks")).isEmpty();
        assertThat(refusals("reader", "dm_exec_connections")).containsExactly(300, 297);
    }

    @Test
    void an_older_server_has_one_permission_for_its_state() {
        watched = new Watched(15);
        prepare();
        assertThat(watched.views
                        .view("EMRNext", "sys", "dm_exec_connections")
                        .orElseThrow()
                        .refusal(as("reader")))
                .first()
                .extracting(SqlError::text)
                .isEqualTo("VIEW SERVER STATE permission was denied on object 'server', database 'master'.");

        watched.instance.security().grant("reader", Permission.VIEW_SERVER_STATE);

        assertThat(refusals("reader", "dm_exec_connections")).isEmpty();
    }

    @Test
    void whoever_may_not_see_the_others_sees_itself() {
        watched.logIn(60, "sa", "EMRNext");
        watched.logIn(61, "reader", "EMRNext");
        watched.instance.sessions().began(60);
        watched.instance.sessions().began(61);

        assertThat(column("reader", "dm_exec_sessions", 0)).isEqualTo(List.of(61));
        assertThat(column("reader", "dm_exec_requests", 0)).isEqualTo(List.of(61));
        assertThat(column("sa", "dm_exec_sessions", 0)).isEqualTo(List.of(60, 61));
        assertThat(column("sa", "dm_exec_requests", 0)).isEqualTo(List.of(60, 61));
    }

    @Test
    void a_database_that_is_offline_is_there_for_those_who_could_make_one() {
        watched.run("ALTER DATABASE EMRNext SET OFFLINE");

        assertThat(column("reader", "databases", 0)).isEqualTo(List.of("master", "tempdb", "model", "msdb"));
        assertThat(column("backup", "databases", 0).contains("EMRNext")).isTrue();
        assertThat(column("sa", "databases", 0).contains("EMRNext")).isTrue();
    }
}
