package io.emrops.sqlserver.recovery;

import static io.emrops.sqlserver.recovery.Sets.afterFull;
import static io.emrops.sqlserver.recovery.Sets.at;
import static io.emrops.sqlserver.recovery.Sets.bulkLogged;
import static io.emrops.sqlserver.recovery.Sets.copyOnly;
import static io.emrops.sqlserver.recovery.Sets.damaged;
import static io.emrops.sqlserver.recovery.Sets.differential;
import static io.emrops.sqlserver.recovery.Sets.full;
import static io.emrops.sqlserver.recovery.Sets.id;
import static io.emrops.sqlserver.recovery.Sets.lastValid;
import static io.emrops.sqlserver.recovery.Sets.live;
import static io.emrops.sqlserver.recovery.Sets.log;
import static io.emrops.sqlserver.recovery.Sets.lsn;
import static io.emrops.sqlserver.recovery.Sets.named;
import static io.emrops.sqlserver.recovery.Sets.on;
import static io.emrops.sqlserver.recovery.Sets.stripes;
import static io.emrops.sqlserver.recovery.Sets.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.sqlserver.history.BackupSet;
import io.emrops.sqlserver.history.Forks;
import io.emrops.sqlserver.history.LogRange;
import io.emrops.sqlserver.history.Lsn;
import io.emrops.sqlserver.recovery.RecoveryDecision.Chain;
import io.emrops.sqlserver.recovery.RecoveryDecision.Reach;
import io.emrops.sqlserver.recovery.RecoveryDecision.Reason;
import io.emrops.sqlserver.recovery.RecoveryDecision.Refusal;
import io.emrops.sqlserver.recovery.RecoveryDecision.Step;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Each has cost some tool its users' data, or would have. */
class RecoveryTrapsTest {
    private static final ServerClock UTC = ServerClock.in(ZoneOffset.UTC);

    private final BackupSet full = full("full", "01:00:00", "01:10:00", 100);
    private final BackupSet one = log("one", "02:00:00", "02:00:05", 50, 200);
    private final BackupSet two = log("two", "03:00:00", "03:00:05", 200, 300);
    private final BackupSet three = log("three", "04:00:00", "04:00:05", 300, 400);

    @Test
    void the_last_log_is_not_left_out() {
        assertThat(sets(plan("02:59:58", full, one, two, three))).containsExactly(full, one, two);
    }

    @Test
    void a_moment_in_the_making_of_a_log_may_be_in_the_next_one() {
        var chain = chain(plan("03:00:03", full, one, two, three));

        assertThat(chain.steps())
                .extracting(Step::reach)
                .containsExactly(Reach.WHOLE, Reach.WHOLE, Reach.PERHAPS, Reach.LAST);
        assertThat(refusal(plan("03:00:03", full, one, two)).before()).contains(instant("02:59:59"));
    }

    @Test
    void the_last_valid_time_of_newer_servers_is_believed() {
        var newer = lastValid(two, "03:00:04");

        assertThat(sets(plan("03:00:03", full, one, newer, three))).containsExactly(full, one, newer);
        assertThat(sets(plan("03:00:04.500", full, one, newer, three))).containsExactly(full, one, newer, three);
    }

    @Test
    void a_full_backup_that_only_began_before_the_moment_is_no_base() {
        var long2 = full("long", "02:30:00", "03:30:00", 250);

        assertThat(sets(plan("02:45:00", full, one, two, long2))).containsExactly(full, one, two);
        assertThat(sets(plan("03:40:00", full, one, two, three, long2))).containsExactly(long2, two, three);
    }

    @Test
    void a_copy_only_full_backup_is_a_base_though_logs_name_another_one() {
        var copy = copyOnly(full("copy", "02:10:00", "02:20:00", 220));
        var logs = List.of(afterFull(full, two), afterFull(full, three));

        assertThat(sets(plan("03:30:00", full, afterFull(full, one), copy, logs.get(0), logs.get(1))))
                .containsExactly(copy, logs.get(0), logs.get(1));
    }

    @Test
    void a_copy_only_full_backup_has_no_differentials() {
        var copy = copyOnly(full("copy", "01:20:00", "01:30:00", 120));
        var differential = differential("differential", full, "02:30:00", "02:31:00", 250);

        assertThat(sets(plan("02:50:00", full, copy, differential, two))).containsExactly(full, differential, two);
    }

    @Test
    void logs_bridge_a_full_backup_that_is_damaged() {
        var bad = damaged(full("bad", "02:10:00", "02:20:00", 220));
        var chain = chain(plan("03:30:00", full, one, bad, afterFull(bad, two), afterFull(bad, three)));

        assertThat(chain.sets()).first().isEqualTo(full);
        assertThat(chain.alternatives()).anyMatch(line -> line.contains("bad.bak") && line.contains("damage"));
    }

    @Test
    void an_older_full_backup_serves_if_the_log_after_the_newer_one_is_lost() {
        var newer = full("newer", "02:10:00", "02:20:00", 220);
        var gone = differential("gone", full, "02:30:00", "02:31:00", 290);
        var late = log("late", "04:00:00", "04:00:05", 290, 400);

        assertThat(sets(plan("03:30:00", full, newer, gone, late))).containsExactly(full, gone, late);
    }

    @Test
    void a_log_that_ends_before_the_full_backup_ends_is_skipped_and_one_that_spans_its_end_is_not() {
        var early = log("early", "01:05:00", "01:05:01", 50, 90);
        var spanning = log("spanning", "01:08:00", "02:00:05", 90, 200);

        assertThat(sets(plan("02:30:00", early, full, spanning, two))).containsExactly(full, spanning, two);
    }

    @Test
    void logs_without_anything_in_them_are_no_gap() {
        var empty = log("empty", "03:30:00", "03:30:01", 300, 300);

        assertThat(sets(plan("03:40:00", full, one, two, empty, three))).containsExactly(full, one, two, three);
        var held = chain(plan("03:20:00", full, one, two, empty));
        assertThat(held.sets()).containsExactly(full, one, two);
        assertThat(held.heldAnyhow()).isTrue();
    }

    @Test
    void a_copy_only_log_is_taken_only_if_it_alone_comes_to_the_moment() {
        var copy = copyOnly(log("copy", "03:30:00", "03:30:01", 300, 350));

        assertThat(sets(plan("03:20:00", full, one, two, copy, three))).containsExactly(full, one, two, three);
        assertThat(sets(plan("03:20:00", full, one, two, copy))).containsExactly(full, one, two, copy);
    }

    @Test
    void a_gap_is_named_with_what_would_fill_it() {
        var refusal = refusal(RecoveryPlanner.plan(
                Situation.of("EMR", List.of(full, one, two, three), UTC).withUnreachable(List.of(two.id())),
                new Goal.At(instant("03:30:00"))));

        assertThat(refusal.reason()).isEqualTo(Reason.GAP);
        var gap = refusal.gap().orElseThrow();
        assertThat(gap.from()).isEqualTo(Lsn.of(200));
        assertThat(gap.to()).contains(Lsn.of(300));
        assertThat(gap.lost()).containsExactly(two);
        assertThat(refusal.before()).contains(instant("01:59:59"));
        assertThat(refusal.after()).isEmpty();
        assertThat(refusal.explanation()).anyMatch(line -> line.contains("B:\\two.bak"));
    }

    @Test
    void numbers_past_a_long_and_of_different_lengths_are_compared_as_numbers() {
        var base = range(full, "9999999999999999990", "9999999999999999990");
        var next = range(one, "9999999999999999990", "10000000000000000005");
        var last = range(two, "10000000000000000005", "10000000000000000100");

        assertThat(sets(plan("02:30:00", base, next, last))).containsExactly(base, next, last);
    }

    @Test
    void a_differential_with_several_bases_is_passed_over() {
        var several = with(
                differential("several", full, "02:30:00", "02:31:00", 250),
                two.log(),
                two.forks(),
                Optional.empty(),
                two.traits());

        var chain = chain(plan("03:30:00", full, one, two, three, several));

        assertThat(chain.sets()).containsExactly(full, one, two, three);
        assertThat(chain.alternatives()).anyMatch(line -> line.contains("several"));
    }

    @Test
    void a_set_with_a_stripe_missing_is_not_used() {
        assertThat(refusal(plan("03:30:00", full, one, stripes(two, 2, 3), three))
                        .reason())
                .isEqualTo(Reason.GAP);
        assertThat(sets(plan("03:30:00", full, one, stripes(two, 12, 12), three)))
                .hasSize(4);
    }

    @Test
    void there_is_no_stopping_in_a_log_with_minimally_logged_changes() {
        var bulk = bulkLogged(two);

        var refusal = refusal(plan("02:30:00", full, one, bulk, three));

        assertThat(refusal.reason()).isEqualTo(Reason.BULK_LOGGED);
        assertThat(refusal.before()).contains(instant("01:59:59"));
        assertThat(refusal.after()).contains(instant("03:00:06"));
        assertThat(sets(plan("03:30:00", full, one, bulk, three))).containsExactly(full, one, bulk, three);
    }

    @Test
    void after_an_earlier_recovery_the_moment_decides_which_branch_is_meant() {
        var other = id("other");
        var crossing =
                on(new Forks(Sets.MAIN, other, Optional.of(Lsn.of(250))), log("x", "06:00:00", "06:00:05", 200, 500));
        var further = on(Forks.on(other), log("further", "07:00:00", "07:00:05", 500, 600));
        var known = Situation.of("EMR", List.of(full, one, two, three, crossing, further), UTC)
                .withBranchBegan(other, instant("05:00:00"));

        assertThat(sets(RecoveryPlanner.plan(known, new Goal.At(instant("03:30:00")))))
                .containsExactly(full, one, two, three);
        assertThat(sets(RecoveryPlanner.plan(known, new Goal.At(instant("06:30:00")))))
                .containsExactly(full, one, crossing, further);
        assertThat(sets(RecoveryPlanner.plan(known, new Goal.At(instant("05:30:00")))))
                .containsExactly(full, one, crossing);
        assertThat(RecoveryPlanner.plan(known, new Goal.At(instant("04:30:00"))))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void a_branch_of_unknown_beginning_is_asked_about() {
        var other = id("other");
        var crossing =
                on(new Forks(Sets.MAIN, other, Optional.of(Lsn.of(250))), log("x", "06:00:00", "06:00:05", 200, 500));
        var unknown = Situation.of("EMR", List.of(full, one, two, three, crossing), UTC);

        assertThat(refusal(RecoveryPlanner.plan(unknown, new Goal.At(instant("03:30:00"))))
                        .reason())
                .isEqualTo(Reason.BRANCHES);
        assertThat(sets(RecoveryPlanner.plan(unknown.withBranch(Sets.MAIN), new Goal.At(instant("03:30:00")))))
                .containsExactly(full, one, two, three);
    }

    @Test
    void the_tail_is_needed_if_the_moment_is_in_no_backup_yet() {
        var sets = List.of(full, one, two);

        var chain = chain(RecoveryPlanner.plan(
                Situation.of("EMR", sets, UTC).withLive(live(300)), new Goal.At(instant("03:30:00"))));
        var gap = RecoveryPlanner.plan(
                Situation.of("EMR", sets, UTC).withLive(live(400)), new Goal.At(instant("03:30:00")));

        assertThat(chain.sets()).containsExactly(full, one, two);
        assertThat(chain.needsTail()).isTrue();
        assertThat(refusal(gap).gap().orElseThrow().to()).contains(Lsn.of(400));
        assertThat(refusal(plan("03:30:00", full, one, two)).reason()).isEqualTo(Reason.AFTER_LAST_LOG);
    }

    @Test
    void another_database_of_the_same_name_does_not_mix_in() {
        var stranger = UUID.randomUUID();
        var foreign = named("EMR", stranger, log("foreign", "03:00:00", "03:00:05", 200, 300));
        var copy = named("EMR_TEST", Sets.FAMILY, log("elsewhere", "03:00:00", "03:00:05", 200, 300));

        var decision = RecoveryPlanner.plan(
                Situation.of("EMR", List.of(full, one, foreign, copy), UTC).withFamily(Sets.FAMILY),
                new Goal.At(instant("02:30:00")));

        assertThat(refusal(decision).reason()).isEqualTo(Reason.AFTER_LAST_LOG);
    }

    @Test
    void of_two_databases_that_lived_beside_each_other_none_is_taken_because_the_other_cannot_be() {
        var stranger = Sets.id("stranger");
        var theirFull = named("EMR", stranger, full("their full", "01:30:00", "01:40:00", 1000));
        var theirLog = named("EMR", stranger, log("their log", "03:00:00", "03:00:05", 1000, 1100));
        var later = full("later", "05:00:00", "05:10:00", 500);

        var beside = plan("02:30:00", full, one, later, theirFull, theirLog);
        var after = plan("02:30:00", named("EMR", stranger, damaged(later)), full, one, two);

        assertThat(refusal(beside).reason()).isEqualTo(Reason.SEVERAL_DATABASES);
        assertThat(sets(after)).containsExactly(full, one, two);
    }

    @Test
    void a_live_branch_of_unknown_beginning_may_have_been_the_database() {
        var elsewhere = new LiveDatabase(
                "EMR",
                Sets.FAMILY,
                Forks.on(Sets.id("elsewhere")),
                LiveDatabase.Model.FULL,
                true,
                Optional.of(Lsn.of(200)));
        var unknown = Situation.of("EMR", List.of(full, one, two, three), UTC).withLive(elsewhere);
        var goal = new Goal.At(instant("02:30:00"));

        assertThat(refusal(RecoveryPlanner.plan(unknown, goal)).reason()).isEqualTo(Reason.BRANCHES);
        assertThat(sets(RecoveryPlanner.plan(unknown.withBranch(Sets.MAIN), goal)))
                .containsExactly(full, one, two);
        assertThat(sets(RecoveryPlanner.plan(unknown.withBranchBegan(Sets.id("elsewhere"), instant("05:00:00")), goal)))
                .containsExactly(full, one, two);
    }

    @Test
    void the_end_of_a_log_backup_without_anything_in_it_is_the_end_of_the_one_before() {
        var empty = log("empty", "03:30:00", "03:30:01", 300, 300);
        var sets = List.of(full, one, two, empty);

        var chain = chain(RecoveryPlanner.plan(Situation.of("EMR", sets, UTC), new Goal.EndOf(empty.id())));

        assertThat(chain.sets()).containsExactly(full, one, two);
    }

    @Test
    void damage_that_only_one_source_knows_of_counts() {
        assertThat(refusal(plan("02:30:00", full, one, two, damaged(two))).reason())
                .isEqualTo(Reason.GAP);
        assertThat(refusal(plan("02:30:00", full, one, damaged(two), two)).reason())
                .isEqualTo(Reason.GAP);
    }

    @Test
    void times_are_rounded_down_to_what_the_server_can_be_told() {
        var chain = chain(plan("02:30:00.999", full, one, two));

        assertThat(chain.moment()).contains(instant("02:30:00.997"));
        assertThat(chain.stopAt()).contains(LocalDateTime.parse(Sets.DAY + "02:30:00.997"));
        assertThat(chain.explanation()).anyMatch(line -> line.contains("0, 3 or 7"));
    }

    @Test
    void an_hour_that_the_clock_showed_twice_is_refused() {
        var berlin = ServerClock.in(ZoneId.of("Europe/Berlin"));
        var base = full("f", "2026-10-24T22:00:00+02:00", "2026-10-24T22:10:00+02:00", 100);
        var night = log("n", "2026-10-25T06:00:00+01:00", "2026-10-25T06:00:05+01:00", 100, 200);
        var sets = List.of(base, night);

        var first = RecoveryPlanner.plan(
                Situation.of("EMR", sets, berlin), new Goal.At(Instant.parse("2026-10-25T00:30:00Z")));
        var second = RecoveryPlanner.plan(
                Situation.of("EMR", sets, berlin), new Goal.At(Instant.parse("2026-10-25T01:30:00Z")));
        var later = RecoveryPlanner.plan(
                Situation.of("EMR", sets, berlin), new Goal.At(Instant.parse("2026-10-25T02:30:00Z")));

        assertThat(List.of(first, second)).allSatisfy(refused -> {
            assertThat(refusal(refused).reason()).isEqualTo(Reason.AMBIGUOUS_TIME);
            assertThat(refusal(refused).before()).contains(Instant.parse("2026-10-24T23:59:59.997Z"));
            assertThat(refusal(refused).after()).contains(Instant.parse("2026-10-25T02:00:00Z"));
        });
        assertThat(chain(later).stopAt()).contains(LocalDateTime.parse("2026-10-25T03:30"));
    }

    @Test
    void without_a_zone_a_change_of_the_clock_nearby_is_refused_and_a_wrong_zone_too() {
        var base = full("f", "2026-10-24T22:00:00+02:00", "2026-10-24T22:10:00+02:00", 100);
        var night = log("n", "2026-10-25T06:00:00+01:00", "2026-10-25T06:00:05+01:00", 100, 200);
        var goal = new Goal.At(Instant.parse("2026-10-25T02:30:00Z"));

        var unknown = RecoveryPlanner.plan(Situation.of("EMR", List.of(base, night), ServerClock.unknown()), goal);
        var wrong = RecoveryPlanner.plan(
                Situation.of("EMR", List.of(base, night), ServerClock.in(ZoneId.of("America/New_York"))), goal);

        assertThat(refusal(unknown).reason()).isEqualTo(Reason.ZONE_UNKNOWN);
        assertThat(refusal(wrong).reason()).isEqualTo(Reason.ZONE_WRONG);
    }

    @Test
    void without_a_zone_the_same_offset_long_before_and_long_after_says_nothing() {
        var winter = full("f", "2026-01-10T22:00:00+01:00", "2026-01-10T22:10:00+01:00", 100);
        var nextWinter = log("n", "2026-12-10T06:00:00+01:00", "2026-12-10T06:00:05+01:00", 100, 200);
        var situation = Situation.of("EMR", List.of(winter, nextWinter), ServerClock.unknown());

        var summer = refusal(RecoveryPlanner.plan(situation, new Goal.At(Instant.parse("2026-07-01T10:00:00Z"))));

        assertThat(summer.reason()).isEqualTo(Reason.ZONE_UNKNOWN);
        var now = new Situation(
                "EMR",
                List.of(winter),
                Set.of(),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.of(live(100)),
                ServerClock.now(ZoneOffset.ofHours(1)),
                Optional.empty());
        assertThat(refusal(RecoveryPlanner.plan(now, new Goal.At(Instant.parse("2026-07-01T10:00:00Z"))))
                        .reason())
                .isEqualTo(Reason.ZONE_UNKNOWN);
        assertThat(RecoveryPlanner.plan(now, new Goal.At(Instant.parse("2026-01-11T10:00:00Z"))))
                .isInstanceOf(Chain.class);
    }

    @Test
    void a_full_backup_restored_alone_is_the_end_of_that_backup_and_no_moment() {
        var whole = chain(RecoveryPlanner.plan(Situation.of("EMR", List.of(full), UTC), new Goal.EndOf(full.id())));

        assertThat(whole.stopAt()).isEmpty();
        assertThat(whole.sets()).containsExactly(full);
        assertThat(plan("01:30:00", full)).isInstanceOf(Refusal.class);
    }

    private static BackupSet range(BackupSet set, String first, String last) {
        return with(
                set,
                new LogRange(lsn(first), lsn(last), lsn(first), Lsn.of(0)),
                set.forks(),
                set.differentialBase(),
                set.traits());
    }

    private static RecoveryDecision plan(String time, BackupSet... sets) {
        return RecoveryPlanner.plan(Situation.of("EMR", List.of(sets), UTC), new Goal.At(instant(time)));
    }

    private static Instant instant(String time) {
        return at(time).toInstant();
    }

    private static List<BackupSet> sets(RecoveryDecision decision) {
        return chain(decision).sets();
    }

    private static Chain chain(RecoveryDecision decision) {
        assertThat(decision).isInstanceOf(Chain.class);
        return (Chain) decision;
    }

    private static Refusal refusal(RecoveryDecision decision) {
        assertThat(decision).isInstanceOf(Refusal.class);
        return (Refusal) decision;
    }
}
