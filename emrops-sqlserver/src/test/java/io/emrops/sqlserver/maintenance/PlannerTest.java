package io.emrops.sqlserver.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.maintenance.MaintenanceRequest;
import io.emrops.maintenance.MaintenanceRequest.Paused;
import io.emrops.maintenance.MaintenanceTask;
import io.emrops.maintenance.MaintenanceTask.Kind;
import io.emrops.maintenance.Measurement;
import io.emrops.maintenance.TableName;
import io.emrops.sqlserver.maintenance.Facts.Index;
import io.emrops.sqlserver.maintenance.Facts.Key;
import io.emrops.sqlserver.maintenance.Facts.Statistics;
import io.emrops.sqlserver.maintenance.Facts.Traits;
import io.emrops.sqlserver.maintenance.Planner.Planned;
import io.emrops.sqlserver.statement.StatisticsStatement.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The plan is a function of facts: it is tried on facts alone. */
class PlannerTest {
    private static final Instant NOW = Instant.parse("2026-03-01T02:00:00Z");
    private static final TableName SHIFTS = new TableName("dbo", "Shifts");
    private static final Key KEY = new Key(7, 2);
    private static final Instant LAST_WEEK = NOW.minus(Duration.ofDays(8));

    private final List<Index> indexes = new ArrayList<>();
    private final List<Statistics> statistics = new ArrayList<>();
    private final List<Facts.Paused> paused = new ArrayList<>();
    private boolean online = true;
    private boolean resumable = true;

    private Facts facts() {
        return new Facts(NOW, online, resumable, indexes, statistics, paused);
    }

    private Planned plan(MaintenanceRequest.Builder request) {
        return Planner.plan(request.build(), facts());
    }

    private List<Kind> kinds(MaintenanceRequest.Builder request) {
        return plan(request).plan().tasks().stream().map(MaintenanceTask::kind).toList();
    }

    private static MaintenanceRequest.Builder byFragmentation() {
        return MaintenanceRequest.byFragmentation("EMRNext");
    }

    private static Index index(double fragmentation, long pages) {
        return new Index(KEY, SHIFTS, "IX", 2, false, true, 1, 1, Traits.NONE, fragmentation, pages);
    }

    private static Index index(int type, boolean disabled, boolean pageLocks, Traits traits) {
        return new Index(KEY, SHIFTS, "IX", type, disabled, pageLocks, 1, 1, traits, 50, 2000);
    }

    private static Index partition(int number, double fragmentation) {
        return new Index(KEY, SHIFTS, "IX", 2, false, true, number, 3, Traits.NONE, fragmentation, 2000);
    }

    private static Statistics made(Key key, String name, Instant at, long rows, long sampled, long changes) {
        var measured = Measurement.none()
                .withStatistics(Optional.of(at), Optional.of(rows), Optional.of(sampled), Optional.of(changes));
        return new Statistics(key, SHIFTS, name, false, true, Optional.empty(), rows, measured);
    }

    @ParameterizedTest
    @CsvSource({
        "4.9, 5000,",
        "5.0, 5000, REORGANIZE",
        "29.9, 5000, REORGANIZE",
        "30.0, 5000, REBUILD_RESUMABLE",
        "100, 1000, REBUILD_RESUMABLE",
        "100, 999,",
        "30, 1000, REBUILD_RESUMABLE",
        "5, 1000, REORGANIZE"
    })
    void an_index_of_some_size_is_reorganised_from_5_percent_and_rebuilt_from_30(
            double fragmentation, long pages, Kind expected) {
        indexes.add(index(fragmentation, pages));

        var planned = plan(byFragmentation());

        assertThat(planned.plan().tasks())
                .extracting(MaintenanceTask::kind)
                .isEqualTo(expected == null ? List.of() : List.of(expected));
        assertThat(planned.plan().inOrder()).isEqualTo(expected == null ? 1 : 0);
    }

    @Test
    void the_reason_is_told_in_numbers() {
        indexes.add(index(42, 5200));

        assertThat(plan(byFragmentation()).plan().lines())
                .containsExactly(
                        "Rebuild online, in a way that can be resumed, index IX of dbo.Shifts: 42.0 % fragmented,"
                                + " 5200 pages");
    }

    @Test
    void an_edition_without_online_rebuilds_reorganises_and_says_why() {
        online = false;
        resumable = false;
        indexes.add(index(50, 2000));

        assertThat(kinds(byFragmentation())).containsExactly(Kind.REORGANIZE);
        assertThat(plan(byFragmentation()).plan().tasks().get(0).reason()).contains("was not allowed");
        assertThat(kinds(byFragmentation().allowOffline())).containsExactly(Kind.REBUILD_OFFLINE);
    }

    @Test
    void before_2017_a_rebuild_cannot_be_resumed() {
        resumable = false;
        indexes.add(index(50, 2000));

        assertThat(kinds(byFragmentation())).containsExactly(Kind.REBUILD_ONLINE);
    }

    @Test
    void a_key_with_a_computed_column_is_rebuilt_in_one_go() {
        indexes.add(index(2, false, true, new Traits(false, true)));

        assertThat(kinds(byFragmentation())).containsExactly(Kind.REBUILD_ONLINE);
    }

    @Test
    void old_large_objects_bar_the_online_rebuild_of_the_clustered_index_alone() {
        var traits = new Traits(true, false);
        indexes.add(index(1, false, true, traits));
        assertThat(kinds(byFragmentation())).containsExactly(Kind.REORGANIZE);
        assertThat(kinds(byFragmentation().allowOffline())).containsExactly(Kind.REBUILD_OFFLINE);

        indexes.set(0, index(2, false, true, traits));
        assertThat(kinds(byFragmentation())).containsExactly(Kind.REBUILD_RESUMABLE);
    }

    @Test
    void without_page_locks_an_index_is_rebuilt_or_left_out_and_told() {
        indexes.add(new Index(KEY, SHIFTS, "IX", 2, false, false, 1, 1, Traits.NONE, 10, 2000));
        assertThat(kinds(byFragmentation())).containsExactly(Kind.REBUILD_RESUMABLE);

        online = false;
        var plan = plan(byFragmentation()).plan();
        assertThat(plan.tasks()).isEmpty();
        assertThat(plan.leftOut())
                .singleElement()
                .satisfies(left ->
                        assertThat(left.why()).contains("without page locks").contains("was not allowed"));
        assertThat(kinds(byFragmentation().allowOffline())).containsExactly(Kind.REBUILD_OFFLINE);
    }

    @ParameterizedTest
    @CsvSource({"3", "4", "5", "6", "7", "9"})
    void indexes_of_other_kinds_are_told_and_not_touched(int type) {
        indexes.add(index(type, false, true, Traits.NONE));

        var plan = plan(byFragmentation()).plan();

        assertThat(plan.tasks()).isEmpty();
        assertThat(plan.leftOut()).hasSize(1);
    }

    @Test
    void a_disabled_index_stays_so() {
        indexes.add(index(2, true, true, Traits.NONE));

        assertThat(plan(byFragmentation()).plan().lines())
                .containsExactly("IX of dbo.Shifts is left out: it is disabled, and a rebuild would enable it");
        assertThat(kinds(MaintenanceRequest.everything("EMRNext"))).isEmpty();
    }

    @Test
    void a_partition_of_which_nothing_is_known_is_not_told_as_in_order() {
        indexes.add(partition(1, 1));
        indexes.add(partition(2, 60));
        statistics.add(made(KEY, "IX", LAST_WEEK, 10_000, 10_000, 0));

        var plan = plan(MaintenanceRequest.everything("EMRNext")).plan();

        assertThat(plan.tasks())
                .extracting(MaintenanceTask::partition)
                .contains(2)
                .doesNotContain(1);
        assertThat(plan.inOrder()).isZero();
        assertThat(plan.toString()).contains("when its partition 1 was last rebuilt is not known");
    }

    @Test
    void only_the_partitions_that_are_out_of_order_are_done() {
        indexes.add(partition(1, 1));
        indexes.add(partition(2, 60));
        indexes.add(partition(3, 10));
        statistics.add(made(KEY, "IX", LAST_WEEK, 10_000, 10_000, 9_000));

        var tasks = plan(byFragmentation()).plan().tasks();

        assertThat(tasks)
                .extracting(MaintenanceTask::kind)
                .containsExactly(Kind.UPDATE_STATISTICS, Kind.REORGANIZE, Kind.REBUILD_RESUMABLE);
        assertThat(tasks).extracting(MaintenanceTask::partition).containsExactly(0, 3, 2);
    }

    @Test
    void statistics_of_an_index_that_is_rebuilt_are_not_made_again_of_a_sample() {
        indexes.add(index(50, 2000));
        statistics.add(made(KEY, "IX", LAST_WEEK, 10_000, 10_000, 9_000));

        assertThat(kinds(byFragmentation())).containsExactly(Kind.REBUILD_RESUMABLE);

        indexes.set(0, index(20, 2000));
        assertThat(kinds(byFragmentation())).containsExactly(Kind.UPDATE_STATISTICS, Kind.REORGANIZE);
    }

    @ParameterizedTest
    @CsvSource({"1, 31", "30, 173", "1000, 700", "100000, 10000", "1000000, 31622", "100000000, 316227"})
    void statistics_are_due_after_as_many_changes_as_the_server_itself_counts(long rows, long changes) {
        assertThat(StatisticsChoice.threshold(rows)).isEqualTo(changes);

        statistics.add(made(KEY, "ST", LAST_WEEK, rows, rows, StatisticsChoice.threshold(rows) - 1));
        assertThat(kinds(MaintenanceRequest.statistics("EMRNext"))).isEmpty();
        statistics.set(0, made(KEY, "ST", LAST_WEEK, rows, rows, StatisticsChoice.threshold(rows)));
        assertThat(kinds(MaintenanceRequest.statistics("EMRNext"))).containsExactly(Kind.UPDATE_STATISTICS);
    }

    @Test
    void old_statistics_are_due_after_any_change() {
        var old = NOW.minus(Duration.ofDays(31));
        statistics.add(made(KEY, "ST", old, 10_000, 10_000, 1));
        assertThat(kinds(MaintenanceRequest.statistics("EMRNext"))).hasSize(1);

        statistics.set(0, made(KEY, "ST", old, 10_000, 10_000, 0));
        assertThat(kinds(MaintenanceRequest.statistics("EMRNext"))).isEmpty();
    }

    @Test
    void statistics_that_were_made_within_the_cycle_are_not_due() {
        statistics.add(made(KEY, "ST", NOW.minus(Duration.ofHours(11)), 10_000, 10_000, 10_000));
        assertThat(kinds(MaintenanceRequest.statistics("EMRNext"))).isEmpty();
        assertThat(kinds(MaintenanceRequest.statistics("EMRNext").cycle(Duration.ofHours(11))))
                .hasSize(1);
    }

    @Test
    void statistics_that_were_never_made_are_due_unless_there_are_no_rows() {
        statistics.add(new Statistics(KEY, SHIFTS, "ST", false, true, Optional.empty(), 5, Measurement.none()));
        assertThat(plan(MaintenanceRequest.statistics("EMRNext")).plan().lines())
                .containsExactly("Update statistics ST of dbo.Shifts: never made");

        statistics.set(0, new Statistics(KEY, SHIFTS, "ST", false, true, Optional.empty(), 0, Measurement.none()));
        assertThat(kinds(MaintenanceRequest.statistics("EMRNext"))).isEmpty();
        assertThat(kinds(MaintenanceRequest.everything("EMRNext"))).isEmpty();
    }

    @Test
    void statistics_that_the_login_may_not_see_are_told_and_not_made_again_and_again() {
        statistics.add(new Statistics(KEY, SHIFTS, "ST", false, false, Optional.empty(), 5, Measurement.none()));

        var plan = plan(MaintenanceRequest.everything("EMRNext")).plan();

        assertThat(plan.tasks()).isEmpty();
        assertThat(plan.leftOut())
                .singleElement()
                .satisfies(left -> assertThat(left.why()).contains("may not see"));
    }

    @Test
    void a_full_scan_is_never_followed_by_a_sample() {
        statistics.add(made(KEY, "ST", LAST_WEEK, 10_000, 10_000, 10_000));
        assertThat(plan(MaintenanceRequest.statistics("EMRNext")).jobs().get(0).sample())
                .isEqualTo(Sample.AS_BEFORE);

        statistics.set(0, made(KEY, "ST", LAST_WEEK, 10_000, 100, 10_000));
        assertThat(plan(MaintenanceRequest.statistics("EMRNext")).jobs().get(0).sample())
                .isEqualTo(Sample.DEFAULT);
    }

    @Test
    void who_asks_for_a_full_scan_gets_it_where_the_last_one_was_a_sample() {
        statistics.add(made(KEY, "ST", NOW.minus(Duration.ofMinutes(5)), 10_000, 100, 0));

        var planned = plan(MaintenanceRequest.statistics("EMRNext").fullScan());

        assertThat(planned.plan().lines())
                .containsExactly("Update with a full scan statistics ST of dbo.Shifts: made of 100 of 10000 rows");
        assertThat(planned.jobs().get(0).sample()).isEqualTo(Sample.FULL);
    }

    @Test
    void a_sample_that_somebody_has_set_stays_and_is_no_reason_to_begin_again() {
        var measured = made(KEY, "ST", LAST_WEEK, 10_000, 3_000, 0).measured();
        statistics.add(new Statistics(KEY, SHIFTS, "ST", true, true, Optional.of(30.0), 10_000, measured));
        assertThat(kinds(MaintenanceRequest.statistics("EMRNext").fullScan())).isEmpty();

        var job = plan(MaintenanceRequest.everything("EMRNext")).jobs().get(0);
        assertThat(job.sample()).isEqualTo(Sample.DEFAULT);
        assertThat(job.manual()).isTrue();
    }

    @Test
    void everything_is_rebuilt_and_what_has_no_index_is_scanned() {
        indexes.add(index(0, 3));
        statistics.add(made(KEY, "IX", LAST_WEEK, 10_000, 10_000, 0));
        statistics.add(made(new Key(7, 3), "_WA_Sys", LAST_WEEK, 10_000, 10_000, 0));

        assertThat(kinds(MaintenanceRequest.everything("EMRNext")))
                .containsExactly(Kind.UPDATE_STATISTICS_FULLSCAN, Kind.REBUILD_RESUMABLE);
    }

    @Test
    void everything_that_was_done_within_the_cycle_is_not_done_again() {
        var yesterday = NOW.minus(Duration.ofDays(1));
        indexes.add(index(0, 3));
        statistics.add(made(KEY, "IX", yesterday, 10_000, 10_000, 20));
        statistics.add(made(new Key(7, 3), "_WA_Sys", yesterday, 10_000, 10_000, 20));
        assertThat(kinds(MaintenanceRequest.everything("EMRNext"))).isEmpty();

        indexes.set(0, index(60, 2000));
        assertThat(kinds(MaintenanceRequest.everything("EMRNext"))).containsExactly(Kind.REBUILD_RESUMABLE);
        indexes.set(0, index(0, 3));
        statistics.set(0, made(KEY, "IX", yesterday, 10_000, 200, 20));
        assertThat(kinds(MaintenanceRequest.everything("EMRNext"))).containsExactly(Kind.REBUILD_RESUMABLE);
        assertThat(kinds(MaintenanceRequest.everything("EMRNext").cycle(Duration.ofHours(20))))
                .containsExactly(Kind.UPDATE_STATISTICS_FULLSCAN, Kind.REBUILD_RESUMABLE);
    }

    @Test
    void an_empty_index_is_in_order() {
        indexes.add(index(0, 0));

        assertThat(kinds(MaintenanceRequest.everything("EMRNext"))).isEmpty();
    }

    @Test
    void everything_of_an_edition_without_online_rebuilds_is_scanned_and_told() {
        online = false;
        indexes.add(index(0, 3));
        statistics.add(made(KEY, "IX", LAST_WEEK, 10_000, 10_000, 0));

        var plan = plan(MaintenanceRequest.everything("EMRNext")).plan();

        assertThat(plan.tasks()).extracting(MaintenanceTask::kind).containsExactly(Kind.UPDATE_STATISTICS_FULLSCAN);
        assertThat(plan.leftOut()).hasSize(1);
    }

    @Test
    void a_paused_rebuild_is_gone_on_with_before_all_else_and_nothing_else_is_done_to_its_index() {
        indexes.add(index(80, 100));
        indexes.add(new Index(new Key(7, 3), SHIFTS, "IY", 2, false, true, 1, 1, Traits.NONE, 50, 2000));
        statistics.add(made(KEY, "IX", LAST_WEEK, 10_000, 10_000, 9_000));
        paused.add(new Facts.Paused(KEY, SHIFTS, "IX", 0, 41.7, false));

        var plan = plan(byFragmentation()).plan();

        assertThat(plan.tasks())
                .extracting(MaintenanceTask::kind)
                .containsExactly(Kind.RESUME_REBUILD, Kind.REBUILD_RESUMABLE);
        assertThat(plan.tasks().get(0).reason()).isEqualTo("a rebuild is paused at 42 %");
    }

    @Test
    void a_paused_rebuild_can_be_ended_and_begun_anew() {
        indexes.add(index(80, 2000));
        paused.add(new Facts.Paused(KEY, SHIFTS, "IX", 0, 41.7, false));

        assertThat(kinds(byFragmentation().paused(Paused.ABORT)))
                .containsExactly(Kind.ABORT_REBUILD, Kind.REBUILD_RESUMABLE);
    }

    @Test
    void a_rebuild_that_is_left_bars_the_rebuilds_of_its_table() {
        indexes.add(index(80, 2000));
        indexes.add(new Index(new Key(7, 3), SHIFTS, "IY", 2, false, true, 1, 1, Traits.NONE, 50, 2000));
        indexes.add(new Index(
                new Key(8, 2), new TableName("dbo", "Staff"), "IZ", 2, false, true, 1, 1, Traits.NONE, 50, 2000));
        paused.add(new Facts.Paused(KEY, SHIFTS, "IX", 0, 41.7, false));

        var plan = plan(byFragmentation().paused(Paused.LEAVE)).plan();

        assertThat(plan.tasks()).extracting(MaintenanceTask::name).containsExactly("IZ");
        assertThat(plan.leftOut()).hasSize(2);
    }

    @Test
    void what_another_session_rebuilds_is_left_to_it() {
        indexes.add(index(80, 2000));
        paused.add(new Facts.Paused(KEY, SHIFTS, "IX", 0, 41.7, true));

        for (var choice : Paused.values()) {
            var plan = plan(byFragmentation().paused(choice)).plan();

            assertThat(plan.tasks()).as("%s", choice).isEmpty();
            assertThat(plan.leftOut()).as("%s", choice).hasSize(1);
        }
    }

    @Test
    void who_asks_for_statistics_alone_is_told_of_a_paused_rebuild() {
        paused.add(new Facts.Paused(KEY, SHIFTS, "IX", 0, 41.7, false));

        var plan = plan(MaintenanceRequest.statistics("EMRNext")).plan();

        assertThat(plan.tasks()).isEmpty();
        assertThat(plan.leftOut())
                .singleElement()
                .satisfies(left -> assertThat(left.why()).contains("paused at 42 %"));
    }

    @Test
    void small_things_come_first() {
        for (var i = 0; i < 5; i++) {
            var key = new Key(7, 10 + i);
            indexes.add(new Index(
                    key, SHIFTS, "IX" + i, 2, false, true, 1, 1, Traits.NONE, i % 2 == 0 ? 50 : 10, 9000 - 1000 * i));
            statistics.add(made(new Key(7, 20 + i), "ST" + i, LAST_WEEK, 9000 - i, 9000 - i, 9000));
        }

        assertThat(plan(byFragmentation()).plan().tasks())
                .extracting(MaintenanceTask::name)
                .containsExactly("ST4", "ST3", "ST2", "ST1", "ST0", "IX3", "IX1", "IX4", "IX2", "IX0");
    }

    @Test
    void a_name_that_no_statement_takes_is_left_out() {
        indexes.add(new Index(KEY, SHIFTS, "I\nX", 2, false, true, 1, 1, Traits.NONE, 50, 2000));

        var plan = plan(byFragmentation()).plan();

        assertThat(plan.tasks()).isEmpty();
        assertThat(plan.leftOut()).hasSize(1);
    }

    @Test
    void the_order_of_kinds_is_that_of_the_api() {
        assertThat(Arrays.asList(Kind.values())).isSorted();
    }
}
