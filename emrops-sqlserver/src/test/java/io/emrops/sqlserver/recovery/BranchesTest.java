package io.emrops.sqlserver.recovery;

import static io.emrops.sqlserver.recovery.Sets.MAIN;
import static io.emrops.sqlserver.recovery.Sets.full;
import static io.emrops.sqlserver.recovery.Sets.id;
import static io.emrops.sqlserver.recovery.Sets.log;
import static io.emrops.sqlserver.recovery.Sets.on;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.backup.Backup;
import io.emrops.sqlserver.history.BackupSet;
import io.emrops.sqlserver.history.Forks;
import io.emrops.sqlserver.history.Lsn;
import io.emrops.sqlserver.recovery.RecoveryDecision.Chain;
import io.emrops.sqlserver.recovery.RecoveryDecision.Reason;
import io.emrops.sqlserver.recovery.RecoveryDecision.Refusal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BranchesTest {
    private final BackupSet full = full("full", "01:00:00", "01:10:00", 100);
    private final BackupSet one = log("one", "02:00:00", "02:00:05", 50, 200);
    private final BackupSet two = log("two", "03:00:00", "03:00:05", 200, 300);

    /** By a clock that is slow, the copy was there before what it was copied from. */
    @Test
    void a_copy_of_the_live_database_was_never_the_database_before() {
        var live = id("live");
        var copy = id("copy");
        var copied = on(Forks.on(copy), full("copied", "04:45:00", "04:46:00", 500));
        var onCopy =
                on(new Forks(live, copy, Optional.of(Lsn.of(450))), log("on copy", "04:58:00", "04:58:05", 400, 600));
        var situation = situation(full, one, two, copied, onCopy)
                .withBranchBegan(live, at("05:00:00"))
                .withLive(new LiveDatabase(
                        "EMR",
                        Sets.FAMILY,
                        new Forks(MAIN, live, Optional.of(Lsn.of(250))),
                        LiveDatabase.Model.FULL,
                        true,
                        Optional.of(Lsn.of(250))));

        assertThat(RecoveryPlanner.plan(situation, new Goal.At(at("04:57:00")))).isInstanceOf(Refusal.class);
        assertThat(RecoveryPlanner.plan(situation.withBranch(copy), new Goal.At(at("04:57:00"))))
                .isInstanceOf(Chain.class);
    }

    /** The full backup seems to begin before the other branch, or an hour later: the clock showed that time twice. */
    @Test
    void which_branch_began_last_is_not_guessed_while_the_clock_was_put_back() {
        var night = List.of(
                atNight("full", Backup.Kind.FULL, "02:11:14+02:00", "02:22:58+02:00", 100, 100),
                atNight("one", Backup.Kind.LOG, "04:40:00+01:00", "04:40:05+01:00", 50, 200));
        var situation = Situation.of("EMR", night, ServerClock.in(ZoneId.of("Europe/Berlin")));
        var asked = Instant.parse("2026-10-25T02:10:00Z");

        assertThat(RecoveryPlanner.plan(situation, new Goal.At(asked))).isInstanceOf(Chain.class);
        assertThat(RecoveryPlanner.plan(
                        situation.withBranchBegan(id("beside"), Instant.parse("2026-10-25T00:32:15Z")),
                        new Goal.At(asked)))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(Reason.BRANCHES));
        assertThat(RecoveryPlanner.plan(
                        situation
                                .withBranchBegan(id("beside"), Instant.parse("2026-10-25T00:32:15Z"))
                                .withBranchBegan(MAIN, Instant.parse("2026-10-25T00:40:00Z")),
                        new Goal.At(asked)))
                .as("recorded")
                .isInstanceOf(Chain.class);
    }

    private static BackupSet atNight(String name, Backup.Kind kind, String from, String to, long first, long last) {
        return Sets.between(
                OffsetDateTime.parse("2026-10-25T" + from),
                OffsetDateTime.parse("2026-10-25T" + to),
                Sets.set(name, kind, "00:00:00", "00:00:00", first, last));
    }

    @Test
    void when_a_branch_of_another_database_of_the_name_began_does_not_matter() {
        var foreign = id("foreign");
        var theirs =
                Sets.named("EMR", id("stranger"), on(Forks.on(foreign), full("theirs", "05:00:00", "05:10:00", 1000)));
        var known = situation(full, one, two, theirs).withFamily(Sets.FAMILY);

        assertThat(sets(known.withBranchBegan(foreign, at("02:10:00")), "02:30:00"))
                .containsExactly(full, one, two);
        assertThat(RecoveryPlanner.plan(known.withBranchBegan(id("lost"), at("02:10:00")), new Goal.At(at("02:30:00"))))
                .as("of this one, though nothing was backed up on it")
                .isInstanceOf(Refusal.class);
    }

    private static List<BackupSet> sets(Situation situation, String time) {
        var decision = RecoveryPlanner.plan(situation, new Goal.At(at(time)));
        assertThat(decision).isInstanceOf(Chain.class);
        return ((Chain) decision).sets();
    }

    private static Situation situation(BackupSet... sets) {
        return Situation.of("EMR", List.of(sets), ServerClock.in(ZoneOffset.UTC));
    }

    private static Instant at(String time) {
        return Sets.at(time).toInstant();
    }
}
