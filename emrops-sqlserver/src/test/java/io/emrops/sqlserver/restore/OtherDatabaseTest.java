package io.emrops.sqlserver.restore;

import static io.emrops.testkit.sqlserver.script.RequestPattern.startingWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.backup.Backup.Kind;
import io.emrops.recovery.RecoveryPlan;
import io.emrops.recovery.RecoveryRequest;
import io.emrops.sqlserver.SqlServer;
import io.emrops.sqlserver.recovery.RestoreRate;
import io.emrops.sqlserver.recovery.Retention;
import io.emrops.testkit.sqlserver.SimulatedSqlServer;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is there is not what was planned for: another database of the name, or another server behind the URL. */
@Timeout(120)
class OtherDatabaseTest {
    private static final String KEY = "CHG-4711/secure#1";

    private final Hospital hospital = Hospital.inUtc();

    @AfterEach
    void close() {
        hospital.close();
    }

    private void recreate(String database) throws SQLException {
        hospital.pass(60);
        hospital.run(
                hospital.server().dataSource(),
                "ALTER DATABASE " + database + " SET ONLINE",
                "ALTER DATABASE " + database + " SET SINGLE_USER WITH ROLLBACK IMMEDIATE",
                "DROP DATABASE " + database);
        hospital.create(database);
        hospital.commit(database, "of another");
        hospital.run(
                hospital.server().dataSource(),
                "ALTER DATABASE " + database + " SET RECOVERY SIMPLE",
                "ALTER DATABASE " + database + " SET OFFLINE WITH ROLLBACK IMMEDIATE");
    }

    private RecoveryPlan planToLose(String database) throws SQLException {
        hospital.run(hospital.server().dataSource(), "ALTER DATABASE " + database + " SET RECOVERY SIMPLE");
        hospital.commit(database, "first");
        var full = hospital.made(database, Kind.FULL);
        return hospital.recovery().build().plan(RecoveryRequest.toBackup(full).acceptingLoss());
    }

    private void requireIntact(String database) throws SQLException {
        assertThat(hospital.server().script().statements(startingWith("RESTORE DATABASE")))
                .isEmpty();
        hospital.run(hospital.server().dataSource(), "ALTER DATABASE " + database + " SET ONLINE");
        assertThat(hospital.committed(database)).containsExactly("of another");
    }

    @Test
    void one_that_was_created_anew_and_taken_offline_since_the_plan_is_not_secured() throws Exception {
        var database = hospital.create();
        var plan = planToLose(database);
        recreate(database);

        assertThatThrownBy(() -> hospital.recovery().build().secure(plan, KEY, Progress.none()))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("another database of that name");

        requireIntact(database);
    }

    @Test
    void one_that_was_created_anew_and_taken_offline_since_it_was_secured_is_neither_overwritten_nor_brought_online()
            throws Exception {
        var database = hospital.create();
        var plan = planToLose(database);
        var recovery = hospital.recovery().build();
        var secured = recovery.secure(plan, KEY, Progress.none());
        recreate(database);

        assertThatThrownBy(() -> recovery.restore(plan, secured, Progress.none()))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("another database of that name");
        assertThatThrownBy(() -> recovery.release(plan, secured, Progress.none()))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("another database of that name");

        requireIntact(database);
    }

    /** A name that leads to one server or the other. */
    private static final class Alias {
        private final AtomicReference<DataSource> leadsTo = new AtomicReference<>();
        private final DataSource source = (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> method.invoke(leadsTo.get(), arguments));

        Alias(DataSource first) {
            leadsTo.set(first);
        }
    }

    @Test
    void a_plan_is_not_carried_out_on_another_server_that_the_alias_leads_to_by_now() throws Exception {
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "first");
        var alias = new Alias(hospital.server().dataSource());
        var recovery = hospital.recovery(alias.source).build();
        var plan = recovery.plan(RecoveryRequest.inPlace(database, hospital.moment()));
        var identity = recovery.target().identity();
        try (var other = SimulatedSqlServer.builder().name("OTHER").start()) {
            other.createDatabase(database);
            alias.leadsTo.set(other.dataSource());

            assertThatThrownBy(() -> recovery.secure(plan, KEY, Progress.none()))
                    .isInstanceOf(PreconditionFailedException.class)
                    .hasMessageContaining("was made on the server SIMULATED/")
                    .hasMessageContaining("leads to OTHER/");

            assertThat(recovery.target().identity()).startsWith("OTHER/").isNotEqualTo(identity);
            assertThat(other.script().statements(startingWith("ALTER"))).isEmpty();
            assertThat(other.script().statements(startingWith("BACKUP"))).isEmpty();
            alias.leadsTo.set(hospital.server().dataSource());
            assertThat(recovery.secure(plan, KEY, Progress.none()).tail()).isPresent();
        }
    }

    @Test
    void an_alias_that_leads_elsewhere_in_the_middle_is_noticed_before_anything_else_is_asked_or_sent()
            throws Exception {
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "first");
        var source = new CutSource(hospital.server().dataSource());
        var alias = new Alias(source);
        var recovery = hospital.recovery(alias.source).build();
        var plan = recovery.plan(RecoveryRequest.inPlace(database, hospital.moment()));
        try (var other = SimulatedSqlServer.builder().name("OTHER").start()) {
            other.createDatabase(database);
            source.before("ALTER DATABASE", () -> {
                alias.leadsTo.set(other.dataSource());
                hospital.server().script().dropConnections();
            });

            assertThatExceptionOfType(RuntimeException.class)
                    .isThrownBy(() -> recovery.secure(plan, KEY, Progress.none()))
                    .withMessageContaining("OTHER");

            assertThat(other.script().statements(startingWith("ALTER"))).isEmpty();
            assertThat(other.script().statements(startingWith("SELECT d.database_id")))
                    .isEmpty();
        }
    }

    @Test
    void a_schedule_is_asked_of_one_server() throws Exception {
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        var source = new CutSource(hospital.server().dataSource());
        var alias = new Alias(source);
        try (var other = SimulatedSqlServer.builder().name("OTHER").start();
                var sql = SqlServer.of(alias.source)) {
            other.createDatabase(database);
            var schedule = sql.schedule(database);
            schedule.exposure(Duration.ofHours(1), new RestoreRate(List.of()));
            source.before("SELECT SYSDATETIMEOFFSET", () -> {
                alias.leadsTo.set(other.dataSource());
                hospital.server().script().dropConnections();
            });

            assertThatThrownBy(() -> schedule.decide(new Retention(Duration.ofDays(1), 1), List.of()))
                    .isInstanceOf(TargetUnavailableException.class)
                    .hasMessageContaining("OTHER");
        }
    }

    @Test
    void backups_of_another_server_are_taken_by_what_that_one_says_of_itself() throws Exception {
        var database = hospital.create();
        var alias = new Alias(hospital.server().dataSource());
        try (var other = SimulatedSqlServer.builder()
                        .name("OTHER")
                        .majorVersion(13)
                        .start();
                var sql = SqlServer.of(alias.source)) {
            other.createDatabase(database);
            var backups = sql.backups().to("C:\\Backup").build();
            var request = new io.emrops.backup.BackupRequest(database, Kind.FULL, true, "key");
            assertThat(backups.preview(request)).anyMatch(line -> line.contains("SIMULATED"));
            assertThat(sql.facts().majorVersion()).isEqualTo(16);

            alias.leadsTo.set(other.dataSource());
            var backup = backups.backup(request, Progress.none());

            assertThat(backup.location()).contains("OTHER_");
            assertThat(other.instance().history().taken()).hasSize(1);
            assertThat(sql.facts().majorVersion()).isEqualTo(13);
        }
    }
}
