package io.emrops.sqlserver.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.testkit.sqlserver.ScriptedSqlServer;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.RequestPattern;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementsTest {
    private static final ServerPath FILE = ServerPath.windows("D:\\Backup\\EMRNext.bak");

    @Test
    void a_name_is_put_in_brackets_and_only_closing_ones_are_doubled() {
        assertThat(Identifier.of("a]b[c]").quoted()).isEqualTo("[a]]b[c]]]");
    }

    @Test
    void a_text_is_put_in_quotes_and_quotes_are_doubled() {
        assertThat(TextLiteral.of("O'Brien''s").quoted()).isEqualTo("N'O''Brien''''s'");
    }

    @Test
    void a_name_has_128_characters_at_most_counted_as_the_server_counts() {
        assertThat(Identifier.of("x".repeat(128)).quoted()).hasSize(130);
        assertThat(Identifier.of("\uD83D\uDE91".repeat(64)).quoted()).hasSize(130);

        assertThatIllegalArgumentException().isThrownBy(() -> Identifier.of("x".repeat(129)));
        assertThatIllegalArgumentException().isThrownBy(() -> Identifier.of("\uD83D\uDE91".repeat(64) + "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> Identifier.of(""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\nb",
                "a\\\r\nb",
                "a\u0000",
                "a\tb",
                "a\u0085b",
                "a\u2028b",
                "a\uD83D",
                "\uDE91a",
                "\uD83D\uD83D"
            })
    void line_ends_control_characters_and_halves_of_characters_are_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Identifier.of(text));
        assertThatIllegalArgumentException().isThrownBy(() -> TextLiteral.of(text));
        assertThatIllegalArgumentException().isThrownBy(() -> ServerPath.windows("C:\\" + text));
        assertThatIllegalArgumentException().isThrownBy(() -> ServerPath.linux("/" + text));
    }

    @Test
    void braces_reach_the_server_unless_they_are_what_the_driver_rewrites() throws SQLException {
        var kept = Identifier.of("a{b}{fn x()}{call y}{ts '1'}{escape}").quoted();
        var mangled = "[select {limit 5}]";

        assertThat(sent("DROP DATABASE " + kept)).isEqualTo("DROP DATABASE " + kept);
        assertThat(sent("DROP DATABASE " + mangled)).isNotEqualTo("DROP DATABASE " + mangled);
        assertThatIllegalArgumentException().isThrownBy(() -> Identifier.of("select {limit 5}"));
        assertThatIllegalArgumentException().isThrownBy(() -> TextLiteral.of("{ LIMIT 1 OFFSET 2}"));
    }

    private static String sent(String text) throws SQLException {
        try (var server = ScriptedSqlServer.start();
                var connection = server.dataSource().getConnection();
                var statement = connection.createStatement()) {
            server.when(RequestPattern.any()).answer(Answer.done());
            statement.execute(text);
            return server.statements().get(0).text();
        }
    }

    @Test
    void a_full_backup_says_everything_that_the_server_has_defaults_for() {
        var text = BackupStatement.database("EMRNext").to(FILE).build().text();

        assertThat(text)
                .isEqualTo("BACKUP DATABASE [EMRNext] TO DISK = N'D:\\Backup\\EMRNext.bak'"
                        + " WITH CHECKSUM, STOP_ON_ERROR, NO_COMPRESSION, STATS = 5");
    }

    @Test
    void a_copy_only_differential_backup_is_refused_since_the_server_would_say_nothing() {
        var both = BackupStatement.database("EMRNext").to(FILE).copyOnly().differential();

        assertThatIllegalArgumentException().isThrownBy(both::build).withMessageContaining("copy-only");
    }

    @Test
    void a_log_has_no_differential_backup_and_a_database_no_tail() {
        assertThatIllegalArgumentException()
                .isThrownBy(BackupStatement.log("EMRNext").to(FILE).differential()::build);
        assertThatIllegalArgumentException()
                .isThrownBy(BackupStatement.database("EMRNext").to(FILE).noRecovery()::build);
        assertThatIllegalArgumentException()
                .isThrownBy(BackupStatement.database("EMRNext").to(FILE).noTruncate()::build);
    }

    @Test
    void a_backup_has_files_and_none_twice() {
        assertThatIllegalArgumentException().isThrownBy(BackupStatement.database("EMRNext")::build);
        assertThatIllegalArgumentException()
                .isThrownBy(
                        BackupStatement.database("EMRNext").to(FILE).to(ServerPath.windows("d:\\backup\\EMRNEXT.BAK"))
                                ::build);
    }

    @Test
    void a_restore_has_to_say_whether_it_opens_the_database() {
        assertThatIllegalArgumentException()
                .isThrownBy(RestoreStatement.database("EMRNext").from(FILE)::build)
                .withMessageContaining("noRecovery");
        assertThat(RestoreStatement.database("EMRNext").recovery().build().text())
                .isEqualTo("RESTORE DATABASE [EMRNext] WITH RECOVERY");
    }

    @Test
    void a_moment_is_written_as_no_language_of_a_login_can_misread_it() {
        var text = RestoreStatement.log("EMRNext")
                .from(FILE)
                .noRecovery()
                .stopAt(LocalDateTime.parse("2026-03-04T05:06:07.007"))
                .build()
                .text();

        assertThat(text).contains("STOPAT = '2026-03-04T05:06:07.007'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RestoreStatement.log("x").stopAt(LocalDateTime.parse("2026-03-04T05:06:07.0085")));
    }

    @Test
    void a_moment_that_the_server_would_round_up_is_refused() {
        for (var rounded : List.of("59.999", "00.002", "00.005", "00.996")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> RestoreStatement.log("x").stopAt(LocalDateTime.parse("2026-03-04T05:06:" + rounded)))
                    .withMessageContaining("0, 3 or 7");
        }
    }

    @Test
    void two_files_do_not_go_to_one_place() {
        var restore = RestoreStatement.database("EMRNext").move("data", ServerPath.windows("D:\\a.mdf"));

        assertThatIllegalArgumentException().isThrownBy(() -> restore.move("log", ServerPath.windows("d:\\A.MDF")));
        assertThatIllegalArgumentException().isThrownBy(() -> restore.move("data", ServerPath.windows("D:\\b.mdf")));
    }
}
