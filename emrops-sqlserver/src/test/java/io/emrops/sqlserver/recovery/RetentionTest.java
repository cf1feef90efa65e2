package io.emrops.sqlserver.recovery;

import static io.emrops.sqlserver.recovery.Sets.copyOnly;
import static io.emrops.sqlserver.recovery.Sets.differential;
import static io.emrops.sqlserver.recovery.Sets.full;
import static io.emrops.sqlserver.recovery.Sets.log;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.sqlserver.history.BackupSet;
import io.emrops.sqlserver.history.Forks;
import io.emrops.sqlserver.history.Media;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private static final Instant NOW = Instant.parse("2026-06-05T00:00:00Z");

    private final BackupSet a = full("a", "2026-06-01T01:00:00Z", "2026-06-01T01:10:00Z", 100);
    private final BackupSet afterA = log("afterA", "2026-06-01T12:00:00Z", "2026-06-01T12:00:01Z", 90, 150);
    private final BackupSet b = full("b", "2026-06-02T01:00:00Z", "2026-06-02T01:10:00Z", 200);
    private final BackupSet afterB = log("afterB", "2026-06-02T12:00:00Z", "2026-06-02T12:00:01Z", 150, 250);
    private final BackupSet c = full("c", "2026-06-03T01:00:00Z", "2026-06-03T01:10:00Z", 300);
    private final BackupSet afterC = log("afterC", "2026-06-03T12:00:00Z", "2026-06-03T12:00:01Z", 250, 350);
    private final List<BackupSet> all = List.of(a, afterA, b, afterB, c, afterC);

    @Test
    void what_goes_is_older_than_the_full_backup_before_the_days_that_are_kept() {
        assertThat(expired(1, 1, all)).containsExactly(afterA, a, afterB, b);
        assertThat(expired(2, 1, all)).containsExactly(afterA, a);
        assertThat(expired(5, 1, all)).isEmpty();
    }

    @Test
    void at_least_so_many_chains_stay() {
        assertThat(expired(1, 2, all)).containsExactly(afterA, a);
        assertThat(expired(1, 3, all)).isEmpty();
    }

    @Test
    void the_base_of_a_differential_backup_that_stays_stays() {
        var late = differential("late", a, "2026-06-04T12:00:00Z", "2026-06-04T12:01:00Z", 400);

        assertThat(expired(1, 1, List.of(a, afterA, b, afterB, c, afterC, late)))
                .containsExactly(afterA, afterB, b);
    }

    @Test
    void what_is_kept_begins_with_a_full_backup_that_was_verified() {
        assertThat(expired(1, 1, all, a.id())).isEmpty();
        assertThat(expired(1, 1, all, a.id(), b.id())).containsExactly(afterA, a);
        assertThat(expired(1, 1, all, a.id(), c.id())).containsExactly(afterA, a, afterB, b);
        assertThat(expired(1, 1, all, afterA.id(), c.id())).containsExactly(afterA, a, afterB, b);
        assertThat(expired(1, 2, all, a.id(), c.id())).isEmpty();
    }

    @Test
    void the_base_of_a_differential_backup_that_stays_for_a_verified_one_stays() {
        var copy = copyOnly(full("copy", "2026-06-02T10:00:00Z", "2026-06-02T10:10:00Z", 220));
        var elsewhere = Forks.on(Sets.id("elsewhere"));
        var d = Sets.on(elsewhere, full("d", "2026-06-03T20:00:00Z", "2026-06-03T20:10:00Z", 400));
        var ofB = differential("ofB", b, "2026-06-02T14:00:00Z", "2026-06-02T14:01:00Z", 260);

        assertThat(expired(1, 1, List.of(a, afterA, b, copy, ofB, d))).contains(ofB, copy, b);
        assertThat(expired(1, 1, List.of(a, afterA, b, copy, ofB, d), copy.id()))
                .containsExactly(afterA, a);
    }

    @Test
    void a_copy_only_backup_that_was_verified_is_as_good_a_beginning() {
        var copy = copyOnly(full("copy", "2026-06-02T10:00:00Z", "2026-06-02T10:10:00Z", 220));

        assertThat(expired(1, 1, List.of(a, afterA, b, afterB, c, afterC, copy), copy.id()))
                .containsExactly(afterA, a, b);
    }

    @Test
    void the_last_verified_chain_stays_whole_though_nobody_knows_where_the_present_branch_left() {
        var elsewhere = Forks.on(Sets.id("elsewhere"));
        var d = Sets.on(elsewhere, full("d", "2026-06-03T20:00:00Z", "2026-06-03T20:10:00Z", 400));

        assertThat(expired(1, 1, List.of(a, afterA, b, afterB, d))).containsExactly(afterA, a, afterB, b);
        assertThat(expired(1, 1, List.of(a, afterA, b, afterB, d), a.id())).isEmpty();
        assertThat(expired(1, 1, List.of(a, afterA, b, afterB, d), b.id())).containsExactly(afterA, a);
    }

    @Test
    void nothing_goes_before_what_builds_on_it_and_the_oldest_chain_goes_first() {
        var differential = differential("dA", a, "2026-06-01T18:00:00Z", "2026-06-01T18:01:00Z", 170);
        var last = log("lastA", "2026-06-01T20:00:00Z", "2026-06-01T20:00:01Z", 170, 180);
        var spans = log("spans", "2026-06-02T01:05:00Z", "2026-06-02T01:15:00Z", 180, 210);
        var orphan = log("orphan", "2026-05-20T12:00:00Z", "2026-05-20T12:00:01Z", 10, 20);

        assertThat(expired(1, 1, List.of(a, b, c, afterA, differential, last, spans, afterC, orphan)))
                .containsExactly(orphan, last, differential, afterA, a, spans, b);
    }

    @Test
    void a_copy_only_backup_stays_if_what_passes_it_cannot_be_stopped_inside_of() {
        var copy = copyOnly(full("copy", "2026-06-03T11:00:00Z", "2026-06-03T11:10:00Z", 350));
        var next = log("next", "2026-06-04T12:00:00Z", "2026-06-04T12:00:01Z", 350, 450);

        assertThat(expired(1, 1, List.of(c, afterC, copy, next))).containsExactly(copy);
        assertThat(expired(1, 1, List.of(c, Sets.bulkLogged(afterC), copy, next)))
                .isEmpty();
    }

    @Test
    void a_copy_only_backup_goes_by_its_own_age() {
        var copy = copyOnly(full("copy", "2026-06-03T10:00:00Z", "2026-06-03T10:10:00Z", 320));

        assertThat(expired(1, 3, List.of(a, afterA, b, afterB, c, afterC, copy)))
                .containsExactly(copy);
        assertThat(expired(2, 3, List.of(a, afterA, b, afterB, c, afterC, copy)))
                .isEmpty();
        assertThat(expired(1, 1, List.of(a, afterA, b, afterB, c, afterC, copy)))
                .contains(copy)
                .doesNotContain(c);
    }

    @Test
    void a_copy_only_backup_that_kept_logs_alone_go_on_from_stays() {
        var copy = copyOnly(full("copy", "2026-06-03T10:00:00Z", "2026-06-03T10:10:00Z", 320));
        var new1 = log("new", "2026-06-04T12:00:00Z", "2026-06-04T12:00:01Z", 310, 450);

        assertThat(expired(1, 1, List.of(a, b, c, copy, new1))).containsExactly(a, b);
    }

    @Test
    void a_file_stays_as_long_as_one_backup_in_it_does() {
        var first = in("X:\\all.bak", 1, a);
        var again = in("x:\\ALL.bak", 2, c);
        var foreign = in("B:\\b.bak", 2, Sets.named("OTHER", Sets.id("else"), full("o", "01:00:00", "01:10:00", 100)));

        var decision = new Retention(Duration.ofDays(1), 1)
                .decide(
                        Situation.of(
                                "EMR",
                                List.of(first, afterA, b, afterB, again, afterC, foreign),
                                ServerClock.in(ZoneOffset.UTC)),
                        List.of(),
                        NOW);

        assertThat(decision.expired()).containsExactly(afterA, afterB);
        assertThat(decision.kept()).containsKeys(first.id(), b.id());
        assertThat(decision.kept().get(first.id())).contains("file");
    }

    private static BackupSet in(String file, int position, BackupSet set) {
        return new BackupSet(
                set.id(),
                set.database(),
                set.family(),
                set.kind(),
                set.log(),
                set.forks(),
                set.differentialBase(),
                set.startedAt(),
                set.finishedAt(),
                set.lastValidRestore(),
                new Media(Sets.id(file + position), List.of(file), 1, position),
                set.traits());
    }

    private static List<BackupSet> expired(int days, int chains, List<BackupSet> sets, UUID... verified) {
        return new Retention(Duration.ofDays(days), chains)
                .decide(Situation.of("EMR", sets, ServerClock.in(ZoneOffset.UTC)), List.of(verified), NOW)
                .expired();
    }
}
