package io.emrops.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.testkit.sqlserver.SimulatedSqlServer;
import io.emrops.testkit.sqlserver.SqlServerExtension;
import java.sql.SQLException;
import java.time.LocalDateTime;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

// tag::class[]
@ExtendWith(SqlServerExtension.class)
final class ShiftPlanTest {
    private static final LocalDateTime MONDAY = LocalDateTime.parse("2026-03-02T06:00:00");

    private DataSource database;
    private ShiftPlan plan;

    @BeforeEach
    void migrate(SimulatedSqlServer server) {
        database = server.createDatabase("HospitalScheduler");
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:shifts")
                .load()
                .migrate();
        plan = new ShiftPlan(database);
    }

    @Test
    void a_ward_without_anybody_is_told() throws SQLException {
        var nurse = plan.hire("Ada", "NURSE");
        var early = plan.plan("Cardiology", MONDAY, MONDAY.plusHours(8));
        plan.plan("Cardiology", MONDAY.plusHours(8), MONDAY.plusHours(16));
        plan.plan("Oncology", MONDAY, MONDAY.plusHours(12));
        plan.assign(early, nurse);

        assertThat(plan.uncoveredWards(MONDAY.plusDays(1))).containsExactly("Cardiology 1", "Oncology 1");
    }

    @Test
    void a_swap_with_nobody_leaves_all_as_it_was() throws SQLException {
        var shift = plan.plan("Cardiology", MONDAY, MONDAY.plusHours(8));
        var nurse = plan.hire("Ada", "NURSE");

        assertThatThrownBy(() -> plan.swap(shift, 4711, nurse)).hasMessage("nobody to release");
        assertThat(plan.uncoveredWards(MONDAY.plusDays(1))).containsExactly("Cardiology 1");
    }

    @Test
    void a_restored_database_has_the_rows_of_then(SimulatedSqlServer server) throws SQLException {
        plan.hire("Ada", "NURSE");
        try (var connection = server.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("BACKUP DATABASE HospitalScheduler TO DISK = 'C:\\Backup\\full.bak' WITH CHECKSUM");
            plan.hire("Grace", "PHYSICIAN");
            statement.execute("ALTER DATABASE HospitalScheduler SET SINGLE_USER WITH ROLLBACK IMMEDIATE");
            statement.execute("BACKUP LOG HospitalScheduler TO DISK = 'C:\\Backup\\tail.trn' WITH NORECOVERY");
            statement.execute("RESTORE DATABASE HospitalScheduler FROM DISK = 'C:\\Backup\\full.bak' WITH RECOVERY");
        }

        assertThat(plan.staff()).containsExactly("Ada");
    }
}
// end::class[]
