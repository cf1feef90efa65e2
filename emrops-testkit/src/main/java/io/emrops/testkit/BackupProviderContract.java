package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.backup.Backup;
import io.emrops.backup.BackupProvider;
import io.emrops.backup.BackupRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link BackupProvider} keeps to. Extend it and name a database that may be backed up at will. */
public abstract class BackupProviderContract {
    private BackupProvider provider;

    /** For subclasses. */
    @SuppressWarnings("NullAway.Init")
    protected BackupProviderContract() {}

    /** The provider; there may be backups already. */
    protected abstract BackupProvider provider() throws Exception;

    /** A database that is there. */
    protected abstract String database();

    /** A database that is not there. */
    protected abstract String missingDatabase();

    /** Makes a backup unreadable where it lies, or changes it there. */
    protected abstract void damage(Backup backup) throws Exception;

    @BeforeEach
    final void prepare() throws Exception {
        provider = provider();
    }

    @Test
    void the_target_says_the_same_of_itself_each_time() throws Exception {
        var before = provider.target();

        backup(key());

        assertThat(provider.target()).isEqualTo(before);
    }

    @Test
    void a_preview_tells_what_would_be_written_and_writes_nothing() {
        var before = provider.list(database());

        var lines = provider.preview(request(database(), ""));

        assertThat(lines).isNotEmpty().allMatch(line -> !line.isBlank());
        assertThat(provider.list(database())).isEqualTo(before);
    }

    @Test
    void a_missing_database_is_refused() {
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> provider.preview(request(missingDatabase(), "")));
        assertThatThrownBy(() -> provider.backup(request(missingDatabase(), key()), Progress.none()))
                .isInstanceOfAny(PreconditionFailedException.class, StepFailedException.class);
    }

    @Test
    void a_backup_is_complete_and_is_found_under_its_key() throws Exception {
        var key = key();

        var backup = backup(key);

        assertThat(backup.database()).isEqualTo(database());
        assertThat(backup.kind()).isEqualTo(Backup.Kind.FULL);
        assertThat(backup.size().bytes()).isPositive();
        assertThat(provider.find(key)).map(Backup::id).contains(backup.id());
        assertThat(provider.find(key())).isEmpty();
    }

    @Test
    void what_could_have_been_lost_is_what_came_after_the_newest_backup() throws Exception {
        var finished = backup(key()).finishedAt();

        var worst = provider.worstLoss(database(), finished.plusSeconds(1), finished.plus(Duration.ofHours(1)));
        var before = provider.worstLoss(database(), Instant.EPOCH, Instant.EPOCH.plus(Duration.ofDays(1)));

        assertThat(worst)
                .hasValueSatisfying(loss -> assertThat(loss).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61)));
        assertThat(before).as("before there was any").isEmpty();
    }

    @Test
    void a_second_call_makes_a_second_backup_and_the_newest_comes_first() throws Exception {
        var first = backup(key());
        var second = backup(key());

        var list = provider.list(database());

        assertThat(list).extracting(Backup::id).startsWith(second.id(), first.id());
        assertThat(list).extracting(Backup::finishedAt).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(list).allMatch(backup -> backup.database().equals(database()));
    }

    @Test
    void a_whole_backup_can_be_read_back() throws Exception {
        var backup = backup(key());

        var finding = provider.verify(backup, Progress.none());

        assertThat(finding.ok()).as(finding.text()).isTrue();
    }

    @Test
    void a_damaged_backup_is_found_out() throws Exception {
        var backup = backup(key());
        damage(backup);

        var finding = provider.verify(backup, Progress.none());

        assertThat(finding.ok()).as(finding.text()).isFalse();
    }

    @Test
    void the_preview_of_a_restore_test_tells_what_would_be_done_and_does_nothing() throws Exception {
        var backup = backup(key());
        var before = provider.list(database());

        var lines = provider.previewRestoreTest(backup);

        assertThat(lines).isNotEmpty().allMatch(line -> !line.isBlank());
        assertThat(provider.list(database())).isEqualTo(before);
        assertThat(provider.previewRestoreTest(backup)).isEqualTo(lines);
    }

    @Test
    void a_whole_backup_restores_soundly_and_leaves_nothing_behind() throws Exception {
        var backup = backup(key());

        var test = provider.testRestore(backup, key(), Progress.none());

        assertThat(test.sound()).as("%s", test.findings()).isTrue();
        assertThat(test.leftBehind()).isEmpty();
        assertThat(test.backup().id()).isEqualTo(backup.id());
        assertThat(test.restoring()).isGreaterThanOrEqualTo(Duration.ZERO);
        assertThat(test.checking()).isGreaterThanOrEqualTo(Duration.ZERO);
    }

    @Test
    void a_restore_test_can_be_repeated_under_its_key() throws Exception {
        var backup = backup(key());
        var key = key();
        provider.testRestore(backup, key, Progress.none());

        var again = provider.testRestore(backup, key, Progress.none());

        assertThat(again.sound()).as("%s", again.findings()).isTrue();
        assertThat(again.leftBehind()).isEmpty();
    }

    @Test
    void a_restore_test_makes_no_backup_and_touches_no_other_database() throws Exception {
        var backup = backup(key());
        var before = provider.list(database());

        provider.testRestore(backup, key(), Progress.none());

        assertThat(provider.list(database()))
                .extracting(Backup::id)
                .isEqualTo(before.stream().map(Backup::id).toList());
    }

    @Test
    void a_damaged_backup_does_not_pass_a_restore_test() throws Exception {
        var backup = backup(key());
        damage(backup);

        try {
            var test = provider.testRestore(backup, key(), Progress.none());

            assertThat(test.sound()).as("%s", test.findings()).isFalse();
            assertThat(test.findings()).isNotEmpty();
        } catch (StepFailedException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    @Test
    void backups_of_the_schedule_are_told_from_copies() throws Exception {
        var copy = backup(key());
        var scheduled = provider.backup(new BackupRequest(database(), Backup.Kind.FULL, false, key()), Progress.none());

        assertThat(copy.copyOnly()).isTrue();
        assertThat(scheduled.copyOnly()).isFalse();
        assertThat(provider.list(database()))
                .extracting(Backup::id, Backup::copyOnly)
                .startsWith(tuple(scheduled.id(), false), tuple(copy.id(), true));
    }

    private Backup backup(String key) throws InterruptedException {
        return provider.backup(request(database(), key), Progress.none());
    }

    private static BackupRequest request(String database, String key) {
        return new BackupRequest(database, Backup.Kind.FULL, true, key);
    }

    private static String key() {
        return "contract-" + UUID.randomUUID() + "/backup#1";
    }
}
