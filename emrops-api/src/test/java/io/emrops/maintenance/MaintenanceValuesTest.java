package io.emrops.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.Handmade;
import io.emrops.InDoubt;
import io.emrops.Output;
import io.emrops.Runbook;
import io.emrops.maintenance.Integrity.Depth;
import io.emrops.maintenance.MaintenancePlan.LeftOut;
import io.emrops.maintenance.MaintenanceReport.Ending;
import io.emrops.maintenance.MaintenanceReport.Failed;
import io.emrops.maintenance.MaintenanceTask.Kind;
import io.emrops.maintenance.SuspectPages.Page;
import io.emrops.maintenance.SuspectPages.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MaintenanceValuesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T02:00:00Z");

    private static MaintenanceTask task(Kind kind, String name) {
        return new MaintenanceTask(
                kind,
                new TableName("dbo", "Shifts"),
                name,
                0,
                "42.0 % fragmented",
                Measurement.none().withPages(42, 5000));
    }

    @Test
    void results_can_be_kept_in_a_journal() {
        assertThat(Output.of(MaintenanceReport.class).faults()).isEmpty();
        assertThat(Output.of(MaintenancePlan.class).faults()).isEmpty();
        assertThat(Output.of(Integrity.class).faults()).isEmpty();
        assertThat(Output.of(SuspectPages.class).faults()).isEmpty();
        assertThat(Output.of(LastGoodCheck.class).faults()).isEmpty();
    }

    @Test
    void nothing_but_statistics_is_touched_if_nobody_says_otherwise() {
        var request = MaintenanceRequest.statistics("EMRNext").build();

        assertThat(request.scope()).isEqualTo(MaintenanceRequest.Scope.STATISTICS);
        assertThat(request.offlineAllowed()).isFalse();
        assertThat(request.fullScan()).isFalse();
        assertThat(request.words()).isEqualTo("Update the statistics of what has changed in EMRNext");
        assertThat(request.settings()).containsEntry("logUsedAtMost", "70").containsEntry("timeLimit", "none");
    }

    @Test
    void a_request_says_what_it_asks_for() {
        var request = MaintenanceRequest.everything("HospitalScheduler")
                .table("Shifts")
                .table(new TableName("hr", "Staff"))
                .timeLimit(Duration.ofHours(2))
                .build();

        assertThat(request.fullScan()).isTrue();
        assertThat(request.words())
                .isEqualTo("Rebuild every index and make all statistics anew in HospitalScheduler, of Shifts, hr.Staff,"
                        + " for 2 h at most");
    }

    @Test
    void what_is_no_limit_is_refused() {
        var builder = MaintenanceRequest.byFragmentation("EMRNext");

        assertThatIllegalArgumentException().isThrownBy(() -> MaintenanceRequest.statistics(" "));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.timeLimit(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.cycle(Duration.ofHours(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.lockWait(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.logUsedAtMost(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.logUsedAtMost(101));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.maxDop(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.fragmentation(0, 30));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.fragmentation(31, 30));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.fragmentation(Double.NaN, 30));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.fragmentation(5, 101));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.smallestIndex(0));
        assertThatIllegalArgumentException().isThrownBy(() -> TableName.of(""));
        assertThatIllegalArgumentException().isThrownBy(() -> Invariant.of("", "SELECT 1"));
        assertThatIllegalArgumentException().isThrownBy(() -> Invariant.of("one", " "));
        assertThatIllegalArgumentException().isThrownBy(() -> new LastGoodCheck(false, Optional.of(NOW)));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new MaintenanceTask(Kind.REORGANIZE, TableName.of("a"), "b", -1, "why", Measurement.none()));
    }

    @Test
    void a_plan_is_told_in_lines() {
        var plan = new MaintenancePlan(
                "EMRNext",
                List.of(task(Kind.REBUILD_ONLINE, "IX_Start")),
                List.of(new LeftOut(TableName.of("Log"), "CX_Log", "it is disabled")),
                3);

        assertThat(plan.isEmpty()).isFalse();
        assertThat(plan.lines())
                .containsExactly(
                        "Rebuild online index IX_Start of dbo.Shifts: 42.0 % fragmented",
                        "CX_Log of Log is left out: it is disabled");
    }

    @Test
    void a_report_is_complete_if_nothing_failed_and_nothing_remains() {
        var failed = new Failed(task(Kind.REORGANIZE, "A"), true, "SQL Server 1222");
        var left = task(Kind.REBUILD_ONLINE, "B");

        var report = report(Ending.TIME_OVER, List.of(failed), List.of(left));

        assertThat(report.complete()).isFalse();
        assertThat(report(Ending.COMPLETE, List.of(), List.of()).complete()).isTrue();
        assertThat(report(Ending.COMPLETE, List.of(failed), List.of()).complete())
                .isFalse();
        assertThat(report.words())
                .isEqualTo(
                        "Of 2 tasks that were due in EMRNext, 0 were done, 1 failed and 1 remain; the time for it was over");
        assertThat(report.lines())
                .containsExactly(
                        "Reorganise index A of dbo.Shifts: 42.0 % fragmented was not done: SQL Server 1222",
                        "remains: Rebuild online index B of dbo.Shifts: 42.0 % fragmented");
    }

    private static MaintenanceReport report(Ending ending, List<Failed> failed, List<MaintenanceTask> remaining) {
        return new MaintenanceReport(
                "EMRNext",
                NOW,
                NOW,
                ending,
                List.of(),
                failed,
                remaining,
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void only_pages_that_were_mended_are_not_bad() {
        var pages = new SuspectPages(
                "EMRNext",
                List.of(State.values()).stream()
                        .map(state -> new Page(1, state.ordinal(), state, 1, NOW))
                        .toList(),
                false);

        assertThat(pages.bad())
                .extracting(Page::state)
                .containsExactly(State.UNREADABLE, State.BAD_CHECKSUM, State.TORN, State.OTHER);
        assertThat(pages.bad().get(1).words()).isEqualTo("page 1:1, bad checksum, 1 error, last at " + NOW);
    }

    @Test
    void a_check_that_did_not_run_is_not_clean() {
        for (var verdict : Integrity.Verdict.values()) {
            var found = new Integrity("EMRNext", Depth.FULL, verdict, 0, List.of(), "text", NOW, Duration.ZERO);

            assertThat(found.clean()).isEqualTo(verdict == Integrity.Verdict.CLEAN);
        }
    }

    @Test
    void what_is_not_known_is_told_from_never() {
        assertThat(Maintenance.words("EMRNext", LastGoodCheck.unknown())).contains("is not known");
        assertThat(Maintenance.words("EMRNext", LastGoodCheck.never())).contains("never");
        assertThat(Maintenance.words("EMRNext", LastGoodCheck.at(NOW))).contains(NOW.toString());
    }

    @Test
    void steps_and_checks_are_described_without_asking_anybody() {
        var sql = Handmade.untouchable(MaintenanceProvider.class);
        var described = new ArrayList<String>();

        Runbook.define("all", "All operations", rb -> {
            var maintain = Maintenance.maintain(
                    sql, MaintenanceRequest.byFragmentation("EMRNext").build());
            var report = rb.step("maintain", "Maintain", maintain).inDoubt(InDoubt.rerun());
            var check = Maintenance.checkIntegrity(sql, "EMRNext", Depth.PHYSICAL);
            var integrity = rb.step("check", "Check", check).inDoubt(InDoubt.rerun());
            described.add(maintain.describe());
            described.add(Maintenance.nothingFailed(report).describe());
            described.add(Maintenance.nothingLeft(report).describe());
            described.add(check.describe());
            described.add(Maintenance.checkIntegrity(sql, "EMRNext", Depth.FULL).describe());
            described.add(Maintenance.isSound(integrity).describe());
            described.add(Maintenance.checkedWithin(sql, "EMRNext", Duration.ofDays(7))
                    .describe());
            described.add(Maintenance.noSuspectPages(sql, "EMRNext").describe());
            described.add(Maintenance.holds(sql, "EMRNext", Invariant.of("every admission has a patient", "SELECT 0"))
                    .describe());
        });

        assertThat(described)
                .containsExactly(
                        "Put indexes that are out of order in order, and update the statistics of what has changed in EMRNext",
                        "No task of the maintenance failed",
                        "All that was due is done",
                        "Check the pages of EMRNext",
                        "Check the integrity of EMRNext",
                        "The check for integrity ran to its end and found nothing",
                        "EMRNext was checked and found clean within the last 7 d",
                        "No bad page of EMRNext is known",
                        "In EMRNext: every admission has a patient");
    }
}
