package io.emrops.sqlserver.integrity;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Secret;
import io.emrops.sqlserver.integrity.IntegrityReport.Verdict;
import io.emrops.sqlserver.session.Sessions;
import io.emrops.testkit.sqlserver.ScriptedSqlServer.Encryption;
import io.emrops.testkit.sqlserver.SimulatedSqlServer;
import io.emrops.testkit.sqlserver.fault.Fault;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.RequestPattern;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Through the real driver, encrypted. */
@Timeout(120)
class IntegrityCheckTest {
    private static final RequestPattern CHECK = RequestPattern.startingWith("DBCC CHECKDB");
    private static final String[] ROW = {
        "Error int", "Level int", "MessageText nvarchar(4000)", "RepairLevel nvarchar(22)"
    };

    private final SimulatedSqlServer server =
            SimulatedSqlServer.builder().encryption(Encryption.REQUIRED).start();
    private final Sessions sessions = Sessions.at(server.jdbcUrl())
            .user("sa", Secret.of(server.script().password().toCharArray()))
            .build();

    @BeforeEach
    void create() {
        server.instance().createDatabase("EMR'Next]");
    }

    @AfterEach
    void stop() {
        sessions.close();
        server.close();
    }

    private IntegrityReport check() throws InterruptedException {
        return check(IntegrityCheck.of("EMR'Next]"));
    }

    private IntegrityReport check(IntegrityCheck check) throws InterruptedException {
        try (var session = sessions.dedicated()) {
            return check.run(session);
        }
    }

    @Test
    void a_database_without_errors_is_clean() throws Exception {
        var report = check();

        assertThat(report.verdict()).isEqualTo(Verdict.CLEAN);
        assertThat(report.finding().ok()).isTrue();
        assertThat(report.numbers()).isEmpty();
    }

    @Test
    void bad_pages_are_found_and_counted_without_their_texts() throws Exception {
        server.instance().damage("EMR'Next]");

        var report = check();

        assertThat(report.verdict()).isEqualTo(Verdict.DAMAGED);
        assertThat(report.errors()).isPositive();
        assertThat(report.numbers()).contains(8909);
        assertThat(report.repairLevel()).contains("repair_allow_data_loss");
        assertThat(report.finding().ok()).isFalse();
    }

    @Test
    void an_error_that_comes_beside_the_rows_is_one_too() throws Exception {
        server.script()
                .when(CHECK)
                .answer(Answer.error(SqlError.of(8928, 16, "Object 'Ada Lovelace'"))
                        .then(Answer.done()));

        var report = check();

        assertThat(report.verdict()).isEqualTo(Verdict.DAMAGED);
        assertThat(report.numbers()).containsExactly(8928);
        assertThat(report.toString() + report.words()).doesNotContain("Ada");
    }

    @Test
    void an_error_among_rows_that_have_no_level_is_one_too() throws Exception {
        server.script()
                .when(CHECK)
                .answer(Answer.rows("Error int", "MessageText nvarchar(4000)").row(8939, "Ada Lovelace"));

        assertThat(check().verdict()).isEqualTo(Verdict.DAMAGED);
    }

    @Test
    void information_among_the_rows_is_no_error() throws Exception {
        server.script().when(CHECK).answer(Answer.rows(ROW).row(8989, 10, "CHECKDB found 0 allocation errors", null));

        assertThat(check().verdict()).isEqualTo(Verdict.CLEAN);
    }

    @Test
    void a_check_that_cannot_run_is_no_clean_one() throws Exception {
        for (var number : Arrays.asList(5030, 7928, 5123, 1823, 701, 8921)) {
            server.script().when(CHECK).times(1).answer(Answer.error(SqlError.of(number, 16, "Ada Lovelace")));

            var report = check();

            assertThat(report.verdict()).as("error %s", number).isEqualTo(Verdict.NOT_CHECKED);
            assertThat(report.words()).contains(String.valueOf(number)).doesNotContain("Ada");
        }
    }

    @Test
    void a_check_that_says_among_its_rows_that_it_was_ended_is_no_clean_one() throws Exception {
        for (var number : List.of(8921, 8967, 7928, 5123, 701)) {
            server.script().when(CHECK).times(1).answer(Answer.rows(ROW).row(number, 16, "Ada Lovelace", null));

            var report = check();

            assertThat(report.verdict()).as("error %s", number).isEqualTo(Verdict.NOT_CHECKED);
            assertThat(report.errors()).isZero();
            assertThat(report.words()).contains("SQL Server " + number).doesNotContain("Ada", "connection");
        }
    }

    @Test
    void damage_of_metadata_and_of_pages_outside_of_the_usual_numbers_is_damage_both_ways() throws Exception {
        for (var number : List.of(8930, 2533, 2534, 2537, 2576, 2579, 2508, 823, 824, 3851, 3858, 7985)) {
            server.script().when(CHECK).times(1).answer(Answer.rows(ROW).row(number, 16, "Ada Lovelace", null));
            assertThat(check().verdict()).as("row %s", number).isEqualTo(Verdict.DAMAGED);

            server.script().when(CHECK).times(1).answer(Answer.error(SqlError.of(number, 16, "Ada Lovelace")));
            assertThat(check().verdict()).as("message %s", number).isEqualTo(Verdict.DAMAGED);
        }
    }

    @Test
    void an_inconsistent_catalog_is_damage_though_the_vendor_calls_it_information() throws Exception {
        server.script().when(CHECK).answer(Answer.rows(ROW).row(3853, 10, "Ada Lovelace", null));

        assertThat(check().verdict()).isEqualTo(Verdict.DAMAGED);
    }

    @Test
    void a_check_that_found_damage_and_was_ended_found_damage() throws Exception {
        server.script()
                .when(CHECK)
                .answer(Answer.rows(ROW).row(8928, 16, "x", null).row(8921, 16, "Check terminated", null));

        var report = check();

        assertThat(report.verdict()).isEqualTo(Verdict.DAMAGED);
        assertThat(report.errors()).isEqualTo(1);
        assertThat(report.numbers()).containsExactly(8928);
    }

    @Test
    void what_arrives_both_ways_is_counted_once() throws Exception {
        server.script()
                .when(CHECK)
                .answer(Answer.rows(ROW)
                        .row(8928, 16, "x", null)
                        .row(8939, 16, "x", null)
                        .then(Answer.error(SqlError.of(8928, 16, "x")).then(Answer.error(SqlError.of(8939, 16, "x")))));

        assertThat(check().errors()).isEqualTo(2);
    }

    @Test
    void a_check_whose_connection_is_lost_is_no_clean_one() throws Exception {
        server.script()
                .when(CHECK)
                .answer(Answer.rows(ROW)
                        .row(8989, 10, "x", null)
                        .with(Fault.close().afterToken(2)));

        assertThat(check().verdict()).isEqualTo(Verdict.NOT_CHECKED);
    }

    @Test
    void pages_alone_can_be_looked_at() throws Exception {
        var report = check(IntegrityCheck.of("EMR'Next]").physicalOnly());

        assertThat(report.clean()).isTrue();
        assertThat(report.physicalOnly()).isTrue();
        assertThat(server.script().statements(CHECK).get(0).text()).contains("N'EMR''Next]'", "PHYSICAL_ONLY");
    }

    @Test
    void a_database_that_is_not_there_is_not_checked() throws Exception {
        assertThat(check(IntegrityCheck.of("Other")).verdict()).isEqualTo(Verdict.NOT_CHECKED);
    }
}
