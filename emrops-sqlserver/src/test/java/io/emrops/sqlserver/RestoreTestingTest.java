package io.emrops.sqlserver;

import static io.emrops.sqlserver.SimulatedBackups.DATABASE;
import static io.emrops.sqlserver.SimulatedBackups.scheduled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.backup.Backup;
import io.emrops.backup.Proof;
import io.emrops.backup.RestoreTest;
import io.emrops.sqlserver.SimulatedBackups.Elsewhere;
import io.emrops.sqlserver.backup.Leftover;
import io.emrops.testkit.sqlserver.instance.Database;
import io.emrops.testkit.sqlserver.instance.DatabaseState;
import io.emrops.testkit.sqlserver.instance.ServerFile;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.RequestPattern;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
@Tag("long")
class RestoreTestingTest {
    private static final RequestPattern DROP = RequestPattern.startingWith("DROP DATABASE");
    private static final Duration HOUR = Duration.ofHours(1);

    private final SimulatedBackups there = SimulatedBackups.start();
    private final SqlServerBackups backups = there.backups();

    @AfterEach
    void stop() {
        there.close();
    }

    private RestoreTest test(Backup backup) throws InterruptedException {
        return backups.testRestore(backup, "test", Progress.none());
    }

    /** What a test under this key calls its database. */
    private String scratch(Backup backup) throws InterruptedException {
        there.server.script().when(DROP).times(1).answer(Answer.error(SqlError.of(3702, 16, "in use")));
        var left = test(backup).leftBehind();
        assertThat(left).contains("3702");
        return left.substring(0, left.indexOf(' '));
    }

    private List<String> databases() {
        return there.server.instance().databases().stream().map(Database::name).toList();
    }

    @Test
    void a_sound_one_restores_is_checked_and_leaves_nothing() throws Exception {
        var backup = there.take("x");
        var disk = there.server.instance().disk();
        var files = disk.files().keySet();

        var test = test(backup);

        assertThat(test.sound()).isTrue();
        assertThat(test.proof()).isEqualTo(Proof.SOUND);
        assertThat(test.backup().proof()).isEqualTo(Proof.SOUND);
        assertThat(test.leftBehind()).isEmpty();
        assertThat(test.notCovered()).anyMatch(line -> line.contains("logins"));
        assertThat(databases()).containsExactly(DATABASE);
        assertThat(disk.files().keySet()).isEqualTo(files);
        var restore = there.sent("RESTORE DATABASE");
        assertThat(restore).hasSize(1);
        assertThat(restore.get(0))
                .contains(
                        "RESTRICTED_USER", "CHECKSUM", "STOP_ON_ERROR", "MOVE N'EMRNext' TO", "MOVE N'EMRNext_log' TO")
                .doesNotContain("REPLACE");
        assertThat(there.sent("ALTER DATABASE")).anyMatch(text -> text.endsWith("SET RECOVERY SIMPLE"));
        assertThat(there.sent("DBCC CHECKDB")).hasSize(1).noneMatch(text -> text.contains("PHYSICAL_ONLY"));
        assertThat(backups.list(DATABASE).get(0).proof()).isEqualTo(Proof.RESTORED);
    }

    @Test
    void it_takes_as_long_as_it_takes_and_says_so() throws Exception {
        var backup = there.take("x");
        there.server.instance().operationsTake(Duration.ofMinutes(7));
        var testing = new Elsewhere<>(() -> test(backup));
        while (!testing.isDone()) {
            there.time.pending().stream()
                    .filter(delay -> delay.compareTo(Duration.ofMinutes(8)) < 0)
                    .findFirst()
                    .ifPresent(there.time::advance);
            Thread.onSpinWait();
        }

        assertThat(testing.get().restoring()).isGreaterThanOrEqualTo(Duration.ofMinutes(7));
        assertThat(testing.get().checking()).isGreaterThanOrEqualTo(Duration.ofMinutes(7));
    }

    @Test
    void bad_pages_that_were_backed_up_without_checksums_are_found_by_the_check_alone() throws Exception {
        there.server.instance().damage(DATABASE);
        there.run("BACKUP DATABASE EMRNext TO DISK = 'C:\\b\\x.bak' WITH NO_CHECKSUM, COPY_ONLY");

        var test = test(backups.list(DATABASE).get(0));

        assertThat(test.sound()).isFalse();
        assertThat(test.proof()).isEqualTo(Proof.RESTORED);
        assertThat(test.findings())
                .anyMatch(finding -> finding.contains("8909"))
                .anyMatch(finding -> finding.contains("checksums"));
        assertThat(test.leftBehind()).isEmpty();
        assertThat(databases()).containsExactly(DATABASE);
    }

    @Test
    void a_check_that_cannot_run_is_a_finding() throws Exception {
        var backup = there.take("x");
        there.server
                .script()
                .when(RequestPattern.startingWith("DBCC CHECKDB"))
                .answer(Answer.error(SqlError.of(5123, 16, "x")));

        var test = test(backup);

        assertThat(test.sound()).isFalse();
        assertThat(test.proof()).isEqualTo(Proof.RESTORED);
        assertThat(test.findings()).hasSize(1).allMatch(finding -> finding.contains("5123"));
        assertThat(databases()).containsExactly(DATABASE);
    }

    @Test
    void a_damaged_one_does_not_restore_and_leaves_nothing() throws Exception {
        var backup = there.take("x");
        var disk = there.server.instance().disk();
        var file = (ServerFile.Backup) disk.at(backup.location()).orElseThrow();
        disk.put(
                backup.location(),
                new ServerFile.Backup(file.media(), file.family(), ServerFile.Backup.Condition.BAD_PAGES));

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> test(backup))
                .withMessageContaining("could not be restored")
                .satisfies(e -> assertThat(e.vendorCode())
                        .hasValueSatisfying(code -> assertThat(code).contains("SQL Server 3")));
        assertThat(databases()).containsExactly(DATABASE);
    }

    @Test
    void only_full_backups_that_are_there_are_tested() throws Exception {
        var full = backups.backup(scheduled(Backup.Kind.FULL, "f"), Progress.none());
        var log = backups.backup(scheduled(Backup.Kind.LOG, "l"), Progress.none());

        refuses(log, "full backup");
        there.server.instance().disk().delete(full.location());
        refuses(full, "was not found");
        assertThatIllegalArgumentException().isThrownBy(() -> backups.testRestore(full, "", Progress.none()));
    }

    private void refuses(Backup backup, String... words) {
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> backups.previewRestoreTest(backup))
                .withMessageContainingAll(words);
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> test(backup))
                .withMessageContainingAll(words);
        assertThat(there.sent("RESTORE DATABASE")).isEmpty();
    }

    @Test
    void without_room_nothing_is_begun() throws Exception {
        var backup = there.take("x");
        there.server
                .script()
                .when(RequestPattern.containing("dm_os_volume_stats"))
                .answer(Answer.rows("volume_mount_point nvarchar(512)", "available_bytes bigint")
                        .row("C:\\", 4096L));

        refuses(backup, "no room on C:\\");
    }

    @Test
    void where_room_cannot_be_seen_that_is_said() throws Exception {
        var backup = there.take("x");

        var lines = there.backups(settings -> settings.scratchTo("E:\\Scratch", "F:\\Scratch"))
                .previewRestoreTest(backup);

        assertThat(lines)
                .anyMatch(line ->
                        line.startsWith("Whether there is room for") && line.contains("in e:\\scratch is not known"));
        assertThat(lines)
                .anyMatch(line -> line.contains("EMRNext_log to F:\\Scratch\\emrops_restore_test_EMRNext_KEY_2.ldf"));
    }

    @Test
    void the_certificate_has_to_be_there() throws Exception {
        there.server.instance().certificate("Vault");
        there.run("BACKUP DATABASE EMRNext TO DISK = 'C:\\b\\x.bak' WITH CHECKSUM,"
                + " ENCRYPTION (ALGORITHM = AES_256, SERVER CERTIFICATE = Vault)");
        there.server
                .script()
                .when(RequestPattern.containing("WHERE thumbprint ="))
                .answer(Answer.rows("pvt_key_encryption_type char(2)"));

        refuses(backups.list(DATABASE).get(0), "certificate", "0x");
    }

    @Test
    void who_may_not_create_databases_is_told_so() throws Exception {
        var backup = there.take("x");
        there.server
                .script()
                .when(RequestPattern.containing("HAS_PERMS_BY_NAME(NULL, NULL"))
                .answer(Answer.rows("has int").row(0));

        refuses(backup, "CREATE ANY DATABASE");
    }

    @Test
    void a_database_of_somebody_else_under_the_name_is_left_alone() throws Exception {
        var backup = there.take("x");
        var name = scratch(backup);
        there.run("DROP DATABASE " + name);
        there.server.instance().createDatabase(name);

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> test(backup))
                .withMessageContainingAll(name, "left alone", "its files do not lie where");

        assertThat(databases()).contains(name);
        there.time.advance(HOUR.multipliedBy(2));
        var leftover = backups.leftovers(HOUR);
        assertThat(leftover).extracting(Leftover::database).containsExactly(name);
        assertThat(leftover.get(0).doubts()).isNotEmpty();
        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> backups.removeLeftover(leftover.get(0)))
                .withMessageContaining("left alone");
        assertThat(databases()).contains(name);
    }

    @Test
    void what_a_program_that_died_before_the_drop_has_left_is_removed_by_the_next_test() throws Exception {
        var backup = there.take("x");
        var name = scratch(backup);
        assertThat(databases()).contains(name);

        var again = test(backup);

        assertThat(again.sound()).isTrue();
        assertThat(again.leftBehind()).isEmpty();
        assertThat(databases()).containsExactly(DATABASE);
    }

    @Test
    void what_is_left_is_listed_when_it_is_old_enough_and_can_be_removed() throws Exception {
        var name = scratch(there.take("x"));

        assertThat(backups.leftovers(HOUR)).isEmpty();
        there.time.advance(HOUR.multipliedBy(2));
        var leftovers = backups.leftovers(HOUR);

        assertThat(leftovers).extracting(Leftover::database).containsExactly(name);
        assertThat(leftovers.get(0).doubts()).isEmpty();
        assertThat(leftovers.get(0).state()).isEqualTo("ONLINE");
        backups.removeLeftover(leftovers.get(0));
        assertThat(databases()).containsExactly(DATABASE);
        assertThat(backups.leftovers(Duration.ZERO)).isEmpty();
        backups.removeLeftover(leftovers.get(0));
    }

    @Test
    void one_that_is_interrupted_in_the_middle_of_the_restore_is_removed() throws Exception {
        var backup = there.take("x");
        var hold = there.server.instance().hold("RESTORE DATABASE", 40);
        var testing = new Elsewhere<>(() -> test(backup));
        hold.awaitArrival(SimulatedBackups.LIMIT);

        testing.interrupt();

        assertThatThrownBy(testing::get).isInstanceOf(InterruptedException.class);
        assertThat(databases()).containsExactly(DATABASE);
    }

    @Test
    void one_whose_connection_is_lost_is_unknown_and_the_next_one_cleans_up() throws Exception {
        var backup = there.take("x");
        var hold = there.server.instance().hold("RESTORE DATABASE", 40);
        var testing = new Elsewhere<>(() -> test(backup));
        hold.awaitArrival(SimulatedBackups.LIMIT);

        there.server.script().dropConnections();

        assertThatThrownBy(testing::get)
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("emrops_restore_test_EMRNext_");
        assertThat(there.server.instance().databases())
                .anyMatch(database -> database.state() == DatabaseState.RESTORING);
        assertThat(test(backup).sound()).isTrue();
        assertThat(databases()).containsExactly(DATABASE);
    }

    @Test
    void a_drop_that_fails_is_told_and_the_test_stands() throws Exception {
        var backup = there.take("x");
        there.server.script().when(DROP).times(1).answer(Answer.error(SqlError.of(3702, 16, "in use")));

        var test = test(backup);

        assertThat(test.sound()).isTrue();
        assertThat(test.leftBehind()).contains("emrops_restore_test_EMRNext_", "3702");
        assertThat(there.warnings).hasSize(1);
    }

    @Test
    void the_preview_names_what_comes_and_goes() throws Exception {
        var lines = backups.previewRestoreTest(there.take("x"));

        assertThat(lines.get(0)).contains("Restore the full backup of EMRNext", "as emrops_restore_test_EMRNext_KEY");
        assertThat(lines)
                .anyMatch(line -> line.startsWith("EMRNext to C:\\Data\\emrops_restore_test_EMRNext_KEY_1.mdf"));
        assertThat(databases()).containsExactly(DATABASE);
    }
}
