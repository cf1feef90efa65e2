package io.emrops.testkit.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Check;
import io.emrops.DataSize;
import io.emrops.Report;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.backup.Backup;
import io.emrops.backup.Backups;
import io.emrops.backup.Proof;
import io.emrops.backup.RestoreTest;
import io.emrops.core.Emrops;
import io.emrops.testkit.Fake;
import io.emrops.testkit.FakeBackupProvider;
import io.emrops.testkit.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BackupChecksTest {
    private final ManualTime time = ManualTime.at("2026-03-01T02:00:00Z");
    private final FakeBackupProvider sql =
            FakeBackupProvider.of("sql01").clock(time::wallClock).database("EMRNext", DataSize.gib(3));

    private Backup backup(String id, Duration age, Proof proof) {
        return new Backup(
                id,
                "EMRNext",
                Backup.Kind.FULL,
                "memory:" + id,
                time.wallClock().minus(age),
                DataSize.gib(3),
                false,
                proof);
    }

    private Report look(Check check) throws InterruptedException {
        return run(Runbook.define("look", "Look", rb -> rb.require("look", "Look", check)));
    }

    private Report run(Runbook book) throws InterruptedException {
        try (var engine = Emrops.inMemory().time(time).build()) {
            return engine.start(book, RunRequest.by("m.meier")).await();
        }
    }

    private Check verifiedWithinADay() {
        return Backups.verifiedFullBackupWithin(sql, "EMRNext", Duration.ofHours(24));
    }

    private List<String> reads() {
        return sql.reads().stream().map(Fake.Call::method).toList();
    }

    @Test
    void backups_that_could_not_keep_the_target_are_found() throws Exception {
        var check = Backups.losesAtMost(sql, "EMRNext", Duration.ofHours(12), Duration.ofDays(1));
        sql.holding(backup("a", Duration.ofHours(30), Proof.RECORDED));
        sql.holding(backup("b", Duration.ofHours(20), Proof.RECORDED));
        sql.holding(backup("c", Duration.ofHours(8), Proof.RECORDED));

        assertThat(check.describe()).isEqualTo("No more than the changes of 12 h could have been lost in the last 1 d");
        assertThat(look(check).objectives())
                .singleElement()
                .matches(objective -> objective.achievable().equals(Optional.of(Duration.ofHours(12))));
        assertThat(look(check).succeeded()).isTrue();
        time.advance(Duration.ofHours(5));
        assertThat(look(check).verdict())
                .contains("At worst in the last 1 d, the changes of 13 h in EMRNext would have been lost");
        assertThat(look(Backups.losesAtMost(sql, "EMRNext", Duration.ofDays(40), Duration.ofDays(9)))
                        .verdict())
                .contains("nothing to restore EMRNext from");
    }

    @Test
    void a_backup_that_is_known_to_be_whole_is_not_read_again() throws Exception {
        sql.holding(backup("proven", Duration.ofHours(3), Proof.READ_BACK))
                .holding(backup("newer", Duration.ofHours(1), Proof.RECORDED));

        var report = look(verifiedWithinADay());

        assertThat(report.succeeded()).as(report.verdict()).isTrue();
        assertThat(reads()).doesNotContain("verify");
    }

    @Test
    void where_nothing_is_known_the_newest_is_read_back_now() throws Exception {
        sql.holding(backup("older", Duration.ofHours(3), Proof.RECORDED))
                .holding(backup("newer", Duration.ofHours(1), Proof.PRESENT));

        var report = look(verifiedWithinADay());

        assertThat(report.succeeded()).as(report.verdict()).isTrue();
        assertThat(sql.reads()).extracting(Fake.Call::toString).contains("verify(newer)");
        assertThat(report.steps().get(0).evidence())
                .containsExactly("Full backup newer of EMRNext finished at 2026-03-01T01:00:00Z and was read back now");
    }

    @Test
    void a_damaged_one_is_not_relied_on() throws Exception {
        var newest = backup("newest", Duration.ofHours(1), Proof.RECORDED);
        sql.holding(newest).damage(newest);

        assertThat(look(verifiedWithinADay()).verdict()).contains("cannot be relied on");
    }

    @Test
    void an_old_one_is_not_read_and_none_is_none() throws Exception {
        assertThat(look(verifiedWithinADay()).verdict()).contains("There is no full backup of EMRNext");

        sql.holding(backup("old", Duration.ofHours(25), Proof.SOUND));

        assertThat(look(verifiedWithinADay()).state()).isEqualTo(RunState.FAILED);
        assertThat(reads()).doesNotContain("verify");
    }

    @Test
    void a_database_that_a_test_leaves_behind_is_told() throws Exception {
        var report = passed(new RestoreTest(
                backup("full", Duration.ofHours(1), Proof.SOUND),
                time.wallClock(),
                Duration.ofMinutes(12),
                Duration.ofMinutes(3),
                Proof.SOUND,
                List.of(),
                List.of(),
                "emrops_test_1"));

        assertThat(report.succeeded()).isFalse();
        assertThat(report.steps().get(1).evidence())
                .containsExactly(
                        "Full backup full of EMRNext did not pass its restore test: database emrops_test_1 of the test could"
                                + " not be removed",
                        "restored in 12 min, checked in 3 min");
    }

    @Test
    void restoring_and_checking_are_measured_together() throws Exception {
        var test = new RestoreTest(
                backup("full", Duration.ofHours(1), Proof.SOUND),
                time.wallClock(),
                Duration.ofMinutes(50),
                Duration.ofMinutes(15),
                Proof.SOUND,
                List.of(),
                List.of(),
                "");

        var report = run(Runbook.define("time", "Time", rb -> {
            var result = rb.step("test", "Test", RestoreTest.class, run -> test).nothingToUndo("it is a note");
            rb.require("time", "Time", Backups.restoredWithin(result, Duration.ofHours(1)));
        }));

        assertThat(report.verdict()).contains("Restoring and checking took 1 h 5 min; the target is 1 h");
    }

    private Report passed(RestoreTest test) throws InterruptedException {
        return run(Runbook.define("passed", "Passed", rb -> {
            var result = rb.step("test", "Test", RestoreTest.class, run -> test).nothingToUndo("it is a note");
            rb.require("passed", "Passed", Backups.passed(result));
        }));
    }
}
