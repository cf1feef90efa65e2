package io.emrops.flyway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.emrops.InDoubt;
import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.core.Emrops;
import io.emrops.core.database.DataSourceDatabase;
import io.emrops.database.Databases;
import io.emrops.database.Migration.State;
import io.emrops.testkit.sqlserver.SimulatedSqlServer;
import io.emrops.testkit.sqlserver.fault.Fault;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** With the real Flyway, on H2 and, through the real driver, on the simulated SQL Server. */
@Timeout(120)
class FlywayMigrationsTest {
    private static final SimulatedSqlServer SERVER = SimulatedSqlServer.start();
    private static final String PATIENT = "Mary Sample";

    @TempDir
    private Path scripts;

    private final String name = "db_" + UUID.randomUUID().toString().substring(0, 8);

    private enum On {
        H2,
        SQL_SERVER
    }

    @AfterAll
    static void close() {
        SERVER.close();
    }

    @BeforeEach
    void firstTwo() throws IOException {
        script("V1__staff", "CREATE TABLE staff (id int NOT NULL PRIMARY KEY, name varchar(40) NOT NULL);");
        script("V2__shifts", "CREATE TABLE shifts (id int NOT NULL PRIMARY KEY, ward varchar(40) NOT NULL);");
    }

    private void script(String file, String text) throws IOException {
        Files.writeString(scripts.resolve(file + ".sql"), text);
    }

    private DataSource database(On on) {
        if (on == On.SQL_SERVER) {
            return SERVER.createDatabase(name);
        }
        var h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1");
        return h2;
    }

    private FlywayMigrations migrations(DataSource database) {
        return FlywayMigrations.of(
                Flyway.configure()
                        .dataSource(database)
                        .locations("filesystem:" + scripts)
                        .load(),
                DataSourceDatabase.of(database, new Target("database", name, name)));
    }

    private static int count(DataSource database, String table) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static String everything(Throwable failure) {
        var text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    @ParameterizedTest
    @EnumSource
    void what_is_pending_is_told_and_applied_and_told_again(On on) throws Exception {
        var database = database(on);
        var migrations = migrations(database);
        var heard = new ArrayList<String>();

        assertThat(migrations.state().version()).isEmpty();
        assertThat(migrations.state().in(State.PENDING)).hasToString("[1 staff, 2 shifts]");
        var after = migrations.migrate((done, total, what) -> heard.add(done + "/" + total + " " + what));

        assertThat(after.version()).isEqualTo("2");
        assertThat(after.isCurrent()).isTrue();
        assertThat(after.in(State.APPLIED))
                .allSatisfy(each -> assertThat(each.appliedAt()).isPresent());
        assertThat(heard)
                .containsExactly(
                        "0/2 migrations applied, now 1 staff",
                        "1/2 migrations applied",
                        "1/2 migrations applied, now 2 shifts",
                        "2/2 migrations applied");
        assertThat(count(database, "shifts")).isZero();
        assertThat(migrations.migrate(Progress.none())).isEqualTo(after);
    }

    @ParameterizedTest
    @EnumSource
    void a_migration_that_fails_is_named_with_its_number_and_without_its_rows(On on) throws Exception {
        var database = database(on);
        script("V3__first", "INSERT INTO staff (id, name) VALUES (1, '" + PATIENT + "');");
        script(
                "V4__twice",
                "INSERT INTO staff (id, name) VALUES (2, 'Ada'); INSERT INTO staff (id, name) VALUES (1, '" + PATIENT
                        + "');");

        var failure = catchThrowable(() -> migrations(database).migrate(Progress.none()));

        assertThat(failure)
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("Migration 4 twice of " + name + " failed: SQLSTATE ")
                .hasMessageContaining("3 before it were applied");
        assertThat(everything(failure)).doesNotContain(PATIENT, "INSERT");
        assertThat(count(database, "staff")).isEqualTo(1);
        if (on == On.SQL_SERVER) {
            assertThat(failure).hasMessageContaining("it is pending");
            assertThat(migrations(database).state().in(State.PENDING)).hasToString("[4 twice]");
        } else {
            assertThat(failure).hasMessageContaining("The history has it as failed: some of what it did may be there");
            assertThat(migrations(database).state().in(State.FAILED)).hasToString("[4 twice]");
        }
    }

    @Test
    void a_migration_that_was_changed_afterwards_is_refused_before_anything_is_done() throws Exception {
        var database = database(On.H2);
        migrations(database).migrate(Progress.none());
        script("V2__shifts", "CREATE TABLE shifts (id int NOT NULL PRIMARY KEY);");
        script("V3__more", "CREATE TABLE more (id int NOT NULL PRIMARY KEY);");

        var state = migrations(database).state();

        assertThat(state.in(State.CHANGED)).hasToString("[2 shifts]");
        assertThat(state.isBroken()).isTrue();
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> migrations(database).migrate(Progress.none()))
                .withMessageContaining("do not fit together")
                .withMessageContaining("nothing was changed");
        assertThat(migrations(database).state()).isEqualTo(state);
    }

    @Test
    void one_whose_text_is_gone_and_one_that_comes_too_late_are_told() throws Exception {
        var database = database(On.H2);
        script("V4__later", "CREATE TABLE later_on (id int NOT NULL PRIMARY KEY);");
        migrations(database).migrate(Progress.none());
        Files.delete(scripts.resolve("V2__shifts.sql"));
        script("V3__late", "CREATE TABLE late (id int NOT NULL PRIMARY KEY);");

        var state = migrations(database).state();

        assertThat(state.in(State.MISSING)).hasToString("[2 shifts]");
        assertThat(state.in(State.SKIPPED)).hasToString("[3 late]");
        assertThat(state.version()).isEqualTo("4");
    }

    @Test
    void a_step_is_rehearsed_and_run_with_a_check_before_and_after() throws Exception {
        var database = database(On.H2);
        var migrations = migrations(database);
        var book = Runbook.define("migrate", "Migrate", rb -> {
            rb.require("whole", "The schema is as its migrations say", Databases.isMigratable(migrations));
            rb.step("migrate", "Migrate the schema", Databases.migrate(migrations))
                    .inDoubt(InDoubt.probe())
                    .nothingToUndo("migrations only add");
            rb.verify("current", "The schema is current", Databases.isCurrent(migrations));
        });

        try (var engine = Emrops.inMemory().build()) {
            var plan = engine.plan(book, RunRequest.by("m.meier"));
            assertThat(plan.toMarkdown()).contains("applies migration 1 staff", "applies migration 2 shifts");
            assertThat(migrations.state().version()).isEmpty();

            var report = engine.start(plan).await();

            assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
            assertThat(report.toMarkdown())
                    .contains("the schema is at version 2, with 2 migrations applied and none pending");
        }
    }

    @Test
    void a_connection_that_is_lost_in_the_middle_leaves_the_outcome_open_and_the_history_tells() throws Exception {
        var database = database(On.SQL_SERVER);
        script("V3__wait", "CREATE TABLE wait (id int NOT NULL PRIMARY KEY);");
        var begun = new ArrayList<String>();

        var failure = catchThrowable(() -> migrations(database).migrate((done, total, what) -> {
            if (what.endsWith("now 3 wait")) {
                begun.add(what);
                SERVER.script().faults().onNextRequest(Fault.close());
            }
        }));

        assertThat(begun).hasSize(1);
        assertThat(failure)
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("2 before it were applied");
        assertThat(migrations(database).state().in(State.PENDING)).hasToString("[3 wait]");
    }

    @Test
    void a_database_that_does_not_answer_is_not_touched() {
        var nowhere = new JdbcDataSource();
        nowhere.setURL("jdbc:h2:tcp://localhost:1/mem:nowhere");

        assertThatExceptionOfType(TargetUnavailableException.class)
                .isThrownBy(() -> migrations(nowhere).state())
                .withMessageContaining("nothing was changed");
    }

    @Test
    void scripts_that_cannot_be_read_are_refused() throws Exception {
        script("V2__again", "SELECT 1;");

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> migrations(database(On.H2)).state())
                .withMessageContaining("cannot be read");
    }
}
