package io.emrops.sqlserver.recovery;

import static io.emrops.sqlserver.recovery.Sets.from;
import static io.emrops.sqlserver.recovery.Sets.full;
import static io.emrops.sqlserver.recovery.Sets.lastValid;
import static io.emrops.sqlserver.recovery.Sets.live;
import static io.emrops.sqlserver.recovery.Sets.log;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.emrops.sqlserver.history.BackupSet;
import io.emrops.sqlserver.history.Origin;
import io.emrops.sqlserver.recovery.RecoveryDecision.Chain;
import io.emrops.sqlserver.recovery.RecoveryDecision.Reach;
import io.emrops.sqlserver.recovery.RecoveryDecision.Reason;
import io.emrops.sqlserver.recovery.RecoveryDecision.Refusal;
import io.emrops.sqlserver.recovery.RecoveryDecision.Step;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A log backup of a secondary replica tells by when it began, not by when what is in it was committed. */
class ReplicasTest {
    private final BackupSet full = from("P", full("full", "01:00:00", "01:10:00", 100));
    private final BackupSet one = from("S", log("one", "02:00:00", "02:00:05", 50, 200));
    private final BackupSet two = from("S", log("two", "03:00:00", "03:00:05", 200, 300));
    private final BackupSet three = from("S", log("three", "04:00:00", "04:00:05", 300, 400));

    @Test
    void the_next_logs_are_at_hand_until_the_server_has_come_to_the_moment() {
        var chain = chain(of(full, one, two, three), "02:30:00");

        assertThat(chain.steps()).extracting(Step::set).containsExactly(full, one, two, three);
        assertThat(chain.steps())
                .extracting(Step::reach)
                .containsExactly(Reach.WHOLE, Reach.WHOLE, Reach.PERHAPS, Reach.LAST);
        assertThat(chain.heldAnyhow()).isFalse();
        assertThat(chain.explanation()).anyMatch(line -> line.contains("secondary"));
    }

    @Test
    void no_more_than_a_days_logs_are_at_hand() {
        var next = from("S", log("next", "2026-06-02T02:30:01Z", "2026-06-02T02:30:05Z", 400, 500));
        var after = from("S", log("after", "2026-06-02T03:30:00Z", "2026-06-02T03:30:05Z", 500, 600));

        assertThat(chain(of(full, one, two, three, next, after), "02:30:00").sets())
                .containsExactly(full, one, two, three, next);
        assertThat(chain(of(full, one, two, three, next), "02:30:00.500").sets())
                .endsWith(next);
    }

    @Test
    void the_end_of_the_live_log_is_surer() {
        var chain = chain(of(full, one, two, three).withLive(live(400)), "02:30:00");

        assertThat(chain.needsTail()).isTrue();
        assertThat(chain.heldAnyhow()).isTrue();
        assertThat(chain(of(full, one, two, three).withLive(live(400).withoutLog()), "02:30:00")
                        .needsTail())
                .isFalse();
    }

    @Test
    void a_log_of_the_primary_and_the_last_valid_time_are_believed() {
        var primary = from("p", three);
        var valid = lastValid(two, "02:45:00");

        assertThat(chain(of(full, one, two, primary), "03:30:00").heldAnyhow()).isTrue();
        var byTime = chain(of(full, one, valid, three), "02:30:00");
        assertThat(byTime.sets()).containsExactly(full, one, valid);
        assertThat(byTime.explanation()).noneMatch(line -> line.contains("secondary"));
        assertThat(chain(of(full, one, valid, three), "02:50:00").sets()).containsExactly(full, one, valid, three);
    }

    @Test
    void a_log_that_found_nothing_more_proves_nothing() {
        var empty = from("S", log("empty", "03:30:00", "03:30:01", 300, 300));

        assertThat(RecoveryPlanner.plan(
                        of(full, one, two, empty),
                        new Goal.At(Sets.at("03:20:00").toInstant())))
                .asInstanceOf(type(Refusal.class))
                .extracting(Refusal::reason)
                .isEqualTo(Reason.AFTER_LAST_LOG);
        assertThat(chain(of(full, one, two, from("P", empty)), "03:20:00").heldAnyhow())
                .isTrue();
    }

    @Test
    void where_there_are_no_replicas_the_moment_that_a_log_began_is_believed() {
        var anywhere = Situation.of("EMR", List.of(full, one, two, three), ServerClock.in(ZoneOffset.UTC));

        assertThat(chain(anywhere, "02:30:00").sets()).containsExactly(full, one, two);
        assertThat(chain(anywhere, "02:30:00").heldAnyhow()).isTrue();
    }

    @Test
    void a_schedule_says_how_many_logs_may_lag() {
        var exposure = Exposure.of(
                of(full, one, two, from("P", three)),
                Sets.at("02:30:00").toInstant(),
                Sets.at("05:00:00").toInstant(),
                new RestoreRate(List.of()));

        assertThat(exposure.lagging()).isEqualTo(1);
        assertThat(exposure.words(Sets.hours(1), Sets.hours(1))).anyMatch(line -> line.startsWith("1 log backups"));
    }

    @Test
    void the_end_of_a_log_that_may_be_in_outline_is_warned_of() {
        var primary = Situation.of("EMR", List.of(full), ServerClock.in(ZoneOffset.UTC))
                .withLive(live(200));

        assertThat(warning(withLog(primary, one))).startsWith("Nothing records whether");
        assertThat(warning(withLog(primary, from(new Origin("S", Optional.empty(), true), one))))
                .startsWith("The database logs bulk changes in outline only, or did");
        assertThat(warning(withLog(primary, Sets.bulkLogged(one)))).startsWith("The database logs bulk");
    }

    private static Situation withLog(Situation situation, BackupSet log) {
        return Situation.of("EMR", List.of(situation.sets().get(0), log), situation.clock())
                .withLive(situation.live().orElseThrow());
    }

    private static String warning(Situation situation) {
        return chain(situation, "02:30:00").explanation().stream()
                .filter(line -> line.contains("outline"))
                .findFirst()
                .orElseThrow();
    }

    private static Situation of(BackupSet... sets) {
        return Situation.of("EMR", List.of(sets), ServerClock.in(ZoneOffset.UTC))
                .withPrimaries(List.of("P"));
    }

    private static Chain chain(Situation situation, String time) {
        var decision = RecoveryPlanner.plan(situation, new Goal.At(Sets.at(time).toInstant()));
        assertThat(decision).isInstanceOf(Chain.class);
        return (Chain) decision;
    }
}
