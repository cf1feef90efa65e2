package io.emrops.sqlserver.restore;

import static io.emrops.testkit.sqlserver.script.RequestPattern.startingWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.backup.Backup.Kind;
import io.emrops.recovery.RecoveryProvider;
import io.emrops.recovery.RecoveryRequest;
import io.emrops.sqlserver.session.HeardLog;
import io.emrops.testkit.sqlserver.instance.DatabaseRole;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who may, who is left without a login, and what nobody is told. */
@Timeout(120)
class UsersTest {
    private static final String KEY = "CHG-4711/secure#1";

    private final Hospital hospital = Hospital.inUtc();

    @AfterEach
    void close() {
        hospital.close();
    }

    private RecoveryProvider recovery() {
        return hospital.recovery().build();
    }

    @Test
    void users_without_a_login_are_named() throws Exception {
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "first");
        hospital.server().login("nurse", "a password");
        hospital.server().instance().security().role("nurse", database, DatabaseRole.DB_OWNER);
        var moment = hospital.moment();
        var recovery = recovery();
        hospital.server()
                .script()
                .when(startingWith("SELECT dp.name"))
                .answer(Answer.rows("name sysname").row("nurse").row("it's [me]"));

        var recovered = Hospital.recover(recovery, recovery.plan(RecoveryRequest.inPlace(database, moment)));

        assertThat(recovered.orphanedUsers()).containsExactly("nurse", "it's [me]");
        assertThat(recovered.remarks()).anyMatch(line -> line.contains("full backup"));
    }

    @Test
    void who_may_not_restore_is_told_beforehand() throws Exception {
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        hospital.server().login("operator", "a password");
        for (var name : List.of(database, "msdb")) {
            hospital.server().instance().security().role("operator", name, DatabaseRole.DB_OWNER);
        }
        var recovery = hospital.recovery(hospital.as("operator", "a password")).build();

        assertThatThrownBy(() -> recovery.plan(RecoveryRequest.inPlace(database, hospital.moment())))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("may not");

        assertThat(hospital.isOpen(database)).isTrue();
    }

    @Test
    void a_member_of_an_availability_group_is_not_overwritten() throws Exception {
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        hospital.server()
                .script()
                .when(startingWith("SELECT d.database_id"))
                .answer(Answer.rows(
                                "database_id int",
                                "name sysname",
                                "state_desc nvarchar(60)",
                                "replica_id uniqueidentifier")
                        .row(5, database, "ONLINE", UUID.randomUUID()));

        assertThatThrownBy(() -> recovery().plan(RecoveryRequest.inPlace(database, hospital.moment())))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("3104");
    }

    @Test
    void no_text_of_the_server_and_no_row_is_in_exceptions_and_logs() throws Exception {
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "Canary Jones, HIV positive");
        hospital.backUp(database, Kind.LOG);
        try (var heard = HeardLog.ofAll()) {
            var recovery = hospital.recovery().attempts(2, Duration.ZERO).build();
            var plan = recovery.plan(RecoveryRequest.inPlace(database, hospital.moment()));
            var secured = recovery.secure(plan, KEY, Progress.none());
            hospital.server()
                    .script()
                    .when(startingWith("RESTORE LOG"))
                    .answer(Answer.error(SqlError.of(3456, 21, "Could not redo: Canary Jones, HIV positive")));

            Throwable failure = null;
            try {
                recovery.restore(plan, secured, Progress.none());
            } catch (RuntimeException e) {
                failure = e;
            }

            assertThat(failure).isNotNull();
            assertThat(HeardLog.everything(failure)).doesNotContain("Canary").doesNotContain("Could not redo");
            assertThat(heard.lines()).isNotEmpty().noneMatch(line -> line.contains("Canary"));
        }
    }
}
