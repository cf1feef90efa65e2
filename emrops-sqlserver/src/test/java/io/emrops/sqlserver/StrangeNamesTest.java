package io.emrops.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.backup.Backup;
import io.emrops.backup.BackupRequest;
import io.emrops.sqlserver.statement.Identifier;
import io.emrops.testkit.sqlserver.grammar.Operand;
import io.emrops.testkit.sqlserver.instance.Certificate;
import io.emrops.testkit.sqlserver.instance.Database;
import io.emrops.testkit.sqlserver.script.Request;
import io.emrops.testkit.sqlserver.statement.BackupOption;
import io.emrops.testkit.sqlserver.statement.CheckDb;
import io.emrops.testkit.sqlserver.statement.DropDatabase;
import io.emrops.testkit.sqlserver.statement.Recogniser;
import io.emrops.testkit.sqlserver.statement.Recognition;
import io.emrops.testkit.sqlserver.statement.Restore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Names as operators, and those who wish them ill, write them. */
@Timeout(180)
@Tag("long")
class StrangeNamesTest {
    private final SimulatedBackups there = SimulatedBackups.start();

    @AfterEach
    void stop() {
        there.close();
    }

    static List<String> names() {
        return List.of(
                "a]b[c",
                "]]",
                "O'Brien''s",
                "x; DROP DATABASE EMRNext --",
                "] TO DISK = 'C:\\x' WITH INIT; DROP DATABASE [EMRNext",
                "' WITH FORMAT --",
                "名前 ä \uD83D\uDE91",
                "a\\b/c:d*e?f<g>h|i\"j",
                "{fn now()} {call x}",
                "%s $1 \\1 @P0 ?",
                "...",
                "n".repeat(128),
                "\uD83D\uDE91".repeat(64));
    }

    @ParameterizedTest
    @MethodSource("names")
    void a_database_of_any_name_is_backed_up_found_verified_and_tested_and_no_other(String name) throws Exception {
        // A longer name leaves no room for that of the log, if nobody names it.
        if (name.length() <= 123) {
            there.server.instance().createDatabase(name);
        } else {
            there.run("CREATE DATABASE " + Identifier.of(name) + " ON (NAME = d, FILENAME = 'C:\\Data\\d.mdf')"
                    + " LOG ON (NAME = l, FILENAME = 'C:\\Data\\l.ldf')");
        }
        var before =
                there.server.instance().databases().stream().map(Database::name).toList();
        var backups = there.backups();

        var backup = backups.backup(new BackupRequest(name, Backup.Kind.FULL, true, "x"), Progress.none());

        assertThat(backup.database()).isEqualTo(name);
        assertThat(backup.location()).matches("C:\\\\Backup\\\\[A-Za-z0-9._-]+\\.bak");
        assertThat(backups.list(name)).containsExactly(backup);
        assertThat(backups.verify(backup, Progress.none()).ok()).isTrue();
        var test = backups.testRestore(backup, "y", Progress.none());
        assertThat(test.findings()).isEmpty();
        assertThat(test.leftBehind()).isEmpty();
        assertThat(there.server.instance().databases())
                .extracting(Database::name)
                .isEqualTo(before);
        for (var request : there.server.script().statements()) {
            requireMeant(request, name);
        }
    }

    /** Each statement is one, of the kind and the names that were meant. */
    private static void requireMeant(Request request, String name) {
        if (request.text().startsWith("BACKUP")
                || request.text().startsWith("RESTORE")
                || request.text().startsWith("DROP")
                || request.text().startsWith("ALTER")
                || request.text().startsWith("DBCC")) {
            var recognised = new Recogniser(16).recognise(request.text());
            assertThat(recognised).isInstanceOf(Recognition.Recognised.class);
            var statements = ((Recognition.Recognised) recognised).statements();
            assertThat(statements).hasSize(1);
            var statement = statements.get(0);
            if (statement instanceof io.emrops.testkit.sqlserver.statement.Backup backup) {
                assertThat(backup.database()).isEqualTo(new Operand.Name(name));
                assertThat(backup.options().has(BackupOption.Flag.CHECKSUM)).isTrue();
                assertThat(backup.options().has(BackupOption.Flag.INIT)).isFalse();
                assertThat(backup.options().has(BackupOption.Flag.FORMAT)).isFalse();
            } else if (statement instanceof Restore restore) {
                assertThat(restore.database().toString()).contains("emrops_restore_test_");
            } else if (statement instanceof DropDatabase drop) {
                assertThat(drop.names()).allMatch(each -> each.startsWith("emrops_restore_test_"));
            } else if (statement instanceof CheckDb check) {
                assertThat(check.database().toString()).contains("emrops_restore_test_");
            }
        }
    }

    static List<String> noNames() {
        return List.of(
                "n".repeat(129),
                "\uD83D\uDE91".repeat(64) + "n",
                "a\nb",
                "a\\\r\nb",
                "a\u0000b",
                "a\u2028b",
                "a\uD83D",
                "select {limit 5}");
    }

    @ParameterizedTest
    @MethodSource("noNames")
    void what_can_be_no_name_is_refused_before_anything_is_sent(String name) {
        var backups = there.backups();
        backups.target();
        there.server.script().reset();
        var request = new BackupRequest(name, Backup.Kind.FULL, true, "x");

        assertThatThrownBy(() -> backups.preview(request)).isInstanceOf(PreconditionFailedException.class);
        assertThatThrownBy(() -> backups.backup(request, Progress.none()))
                .isInstanceOf(PreconditionFailedException.class);
        assertThat(there.sent("BACKUP")).isEmpty();
        assertThatThrownBy(() -> there.backups(settings -> settings.encryption(name)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @MethodSource("names")
    void a_certificate_of_any_name_is_quoted_right(String name) throws Exception {
        var now = Instant.parse("2026-11-22T10:00:00Z");
        var day = Duration.ofDays(1);
        there.server.instance().certificate(new Certificate(name, now.minus(day), now.plus(day), Optional.of(now)));

        there.backups(settings -> settings.encryption(name)).backup(SimulatedBackups.full("x"), Progress.none());

        assertThat(there.taken()).hasSize(1);
        assertThat(there.taken().get(0).set().features().encryptedBy()).contains(name);
        assertThat(there.server.instance().database("EMRNext")).isPresent();
    }

    @Test
    void a_directory_is_quoted_right() throws Exception {
        for (var directory : List.of(
                "C:\\O'Brien's; DROP DATABASE EMRNext --",
                "C:\\a]b' WITH INIT, NAME = 'x",
                "\\\\nas\\名前\\ä \uD83D\uDE91",
                "D:/Backup/")) {
            var backup =
                    there.sql.backups().to(directory).build().backup(SimulatedBackups.full(directory), Progress.none());

            assertThat(backup.location()).startsWith(directory.replace('/', '\\'));
            assertThat(there.backups().verify(backup, Progress.none()).ok()).isTrue();
            requireMeant(
                    there.server.script().statements(SimulatedBackups.BACKUP).get(0), "EMRNext");
        }
        assertThat(there.taken()).hasSize(4);
    }

    @Test
    void a_server_of_any_name_makes_a_plain_name_of_a_file() {
        assertThat(there.backups().preview(SimulatedBackups.full("x")).get(1))
                .contains("\\SIMULATED_EMRNext_FULL_TIME_");
    }
}
