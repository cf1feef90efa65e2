package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.maintenance.Integrity;
import io.emrops.maintenance.Integrity.Depth;
import io.emrops.maintenance.Invariant;
import io.emrops.maintenance.LastGoodCheck;
import io.emrops.maintenance.MaintenancePlan;
import io.emrops.maintenance.MaintenanceProvider;
import io.emrops.maintenance.MaintenanceReport;
import io.emrops.maintenance.MaintenanceReport.Done;
import io.emrops.maintenance.MaintenanceRequest;
import io.emrops.maintenance.MaintenanceTask;
import io.emrops.maintenance.SuspectPages;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link MaintenanceProvider} keeps to. Extend it and name a database that may be maintained, and damaged, at will: with at
 * least one table that has rows.
 */
public abstract class MaintenanceProviderContract {
    private MaintenanceProvider provider;

    /** For subclasses. */
    @SuppressWarnings("NullAway.Init")
    protected MaintenanceProviderContract() {}

    /** The provider; nothing was ever maintained or checked. */
    protected abstract MaintenanceProvider provider() throws Exception;

    /** A database that is there. */
    protected abstract String database();

    /** A database that is not there. */
    protected abstract String missingDatabase();

    /** A table of the database, with rows, in the schema that is taken if nobody names one. */
    protected abstract String table();

    /** Brings an index of that table so much out of order that it is rebuilt. */
    protected abstract void disorder() throws Exception;

    /** Damages the database. */
    protected abstract void damage() throws Exception;

    /** A query that counts the rows of the table. */
    protected abstract String countingRows();

    @BeforeEach
    final void prepare() throws Exception {
        provider = provider();
    }

    @Test
    void the_target_says_the_same_of_itself_each_time() throws Exception {
        var before = provider.target();

        maintain(everything());

        assertThat(provider.target()).isEqualTo(before);
    }

    @Test
    void a_plan_changes_nothing() throws Exception {
        disorder();

        var plan = plan(byFragmentation());

        assertThat(plan.tasks()).isNotEmpty();
        assertThat(plan.lines()).isNotEmpty().allMatch(line -> !line.isBlank());
        assertThat(tasks(plan(byFragmentation()))).isEqualTo(tasks(plan));
    }

    @Test
    void what_is_planned_is_done_and_not_due_again() throws Exception {
        disorder();
        var plan = plan(byFragmentation());

        var report = maintain(byFragmentation());

        assertThat(report.complete()).as("%s", report.lines()).isTrue();
        assertThat(report.done()).extracting(done -> done.task().subject()).isEqualTo(tasks(plan));
        assertThat(report.startedAt()).isBeforeOrEqualTo(report.finishedAt());
        assertThat(maintain(byFragmentation()).done()).isEmpty();
    }

    @Test
    void everything_is_done_once_in_a_cycle() throws Exception {
        disorder();

        var report = maintain(everything());

        assertThat(report.done()).isNotEmpty();
        assertThat(maintain(everything()).done()).isEmpty();
    }

    @Test
    void a_table_that_is_named_is_the_only_one_that_is_touched() throws Exception {
        disorder();

        var report = maintain(MaintenanceRequest.everything(database()).table(table()));

        assertThat(report.done())
                .isNotEmpty()
                .extracting(Done::task)
                .allMatch(task -> task.table().name().equals(table()));
    }

    @Test
    void what_is_not_there_is_refused() {
        for (var request : List.of(
                MaintenanceRequest.everything(missingDatabase()).build(),
                MaintenanceRequest.everything(database()).table("no_such_table").build())) {
            assertThatExceptionOfType(PreconditionFailedException.class).isThrownBy(() -> provider.plan(request));
            assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(() -> provider.maintain(request, Progress.none()));
        }
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> provider.checkIntegrity(missingDatabase(), Depth.FULL, Progress.none()));
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> provider.lastGoodCheck(missingDatabase()));
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> provider.suspectPages(missingDatabase()));
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> provider.broken(missingDatabase(), Invariant.of("anything", countingRows())));
    }

    @Test
    void progress_ends_with_all_that_was_due() throws Exception {
        disorder();
        var told = new ArrayList<Long>();

        var report = provider.maintain(byFragmentation().build(), (done, total, what) -> {
            assertThat(done).isBetween(0L, total);
            told.add(done);
        });

        assertThat(told).isSorted().endsWith((long) report.done().size());
    }

    @Test
    void a_database_that_is_whole_is_clean_and_was_checked() throws Exception {
        assertThat(provider.lastGoodCheck(database()).at()).isEmpty();

        var integrity = check();

        assertThat(integrity.clean()).as(integrity.text()).isTrue();
        assertThat(integrity.database()).isEqualTo(database());
        assertThat(integrity.errors()).isZero();
        var last = provider.lastGoodCheck(database());
        if (last.known()) {
            assertThat(last.at()).isPresent();
        } else {
            assertThat(last).isEqualTo(LastGoodCheck.unknown());
        }
        assertThat(provider.suspectPages(database()).bad()).isEmpty();
    }

    @Test
    void a_damaged_database_is_found_out_and_not_repaired() throws Exception {
        damage();

        var integrity = check();

        assertThat(integrity.clean()).as(integrity.text()).isFalse();
        assertThat(integrity.text()).isNotBlank();
        assertThat(provider.lastGoodCheck(database()).at()).isEmpty();
        assertThat(check().clean()).isFalse();
        assertThat(provider.suspectPages(database()).pages()).allMatch(SuspectPages.Page::isBad);
    }

    @Test
    void an_invariant_is_counted() throws Exception {
        assertThat(provider.broken(database(), Invariant.of("there are no rows", countingRows())))
                .isPositive();
    }

    private Integrity check() throws InterruptedException {
        return provider.checkIntegrity(database(), Depth.FULL, Progress.none());
    }

    private MaintenancePlan plan(MaintenanceRequest.Builder request) {
        return provider.plan(request.build());
    }

    private MaintenanceReport maintain(MaintenanceRequest.Builder request) throws InterruptedException {
        return provider.maintain(request.build(), Progress.none());
    }

    private MaintenanceRequest.Builder byFragmentation() {
        return MaintenanceRequest.byFragmentation(database()).smallestIndex(1).allowOffline();
    }

    private MaintenanceRequest.Builder everything() {
        return MaintenanceRequest.everything(database()).allowOffline();
    }

    private static List<String> tasks(MaintenancePlan plan) {
        return plan.tasks().stream().map(MaintenanceTask::subject).toList();
    }
}
