package io.emrops.examples.guide;

import static io.emrops.testkit.sqlserver.script.Answer.error;
import static io.emrops.testkit.sqlserver.script.Answer.resetConnection;
import static io.emrops.testkit.sqlserver.script.Answer.rows;
import static io.emrops.testkit.sqlserver.script.Answer.rowsAffected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.testkit.sqlserver.ScriptedSqlServer;
import io.emrops.testkit.sqlserver.SqlServerExtension;
import io.emrops.testkit.sqlserver.script.Request;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(60)
// tag::class[]
@ExtendWith(SqlServerExtension.class)
final class AdmissionsTest {
    private static final String UPDATE = "UPDATE Beds SET Patient = ? WHERE Id = ? AND Patient IS NULL";

    @Test
    void a_deadlock_is_tried_again(ScriptedSqlServer server) {
        server.when(UPDATE).answer(error(SqlError.deadlockVictim()), rowsAffected(1));
        server.when("SELECT Patient FROM Beds WHERE Id = ?")
                .answer(rows("Patient bigint").row((Object) null));

        new Admissions(server.dataSource()).admit(4711, 12);

        assertThat(server.statements(UPDATE))
                .extracting(Request::values)
                .containsOnly(List.of(4711L, 12))
                .hasSize(2);
    }

    @Test
    void what_a_lost_connection_has_done_is_not_done_again(ScriptedSqlServer server) {
        server.when(UPDATE).answer(resetConnection());
        server.when("SELECT Patient FROM Beds WHERE Id = ?")
                .answer(rows("Patient bigint").row(4711));

        new Admissions(server.dataSource()).admit(4711, 12);

        assertThat(server.statements(UPDATE)).hasSize(1);
    }

    @Test
    void a_refused_login_is_not_tried_again(ScriptedSqlServer server) {
        server.refuseNextLogin(SqlError.loginFailed("sa"));

        assertThatThrownBy(() -> new Admissions(server.dataSource()).admit(4711, 12))
                .hasMessageContaining("18456");
        assertThat(server.logins()).hasSize(1);
    }
}
// end::class[]
