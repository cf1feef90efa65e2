package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Progress;
import io.emrops.maintenance.Integrity.Depth;
import io.emrops.maintenance.Integrity.Verdict;
import io.emrops.maintenance.MaintenanceProvider;
import io.emrops.maintenance.MaintenanceReport.Ending;
import io.emrops.maintenance.MaintenanceRequest;
import io.emrops.maintenance.SuspectPages;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FakeMaintenanceProviderContractTest extends MaintenanceProviderContract {
    private final FakeMaintenanceProvider fake = FakeMaintenanceProvider.of("sql01")
            .index("EMRNext", "Shifts", "IX_Shifts", 0)
            .index("EMRNext", "Staff", "IX_Staff", 0)
            .broken("there are no rows", 2);

    @Override
    protected MaintenanceProvider provider() {
        return fake;
    }

    @Override
    protected String database() {
        return "EMRNext";
    }

    @Override
    protected String missingDatabase() {
        return "Nowhere";
    }

    @Override
    protected String table() {
        return "Shifts";
    }

    @Override
    protected void disorder() {
        fake.index("EMRNext", "Shifts", "IX_Shifts", 80);
    }

    @Override
    protected void damage() {
        fake.integrity("EMRNext", Verdict.DAMAGED)
                .suspectPage(
                        "EMRNext",
                        new SuspectPages.Page(1, 8, SuspectPages.State.TORN, 1, Instant.parse("2026-03-01T02:00:00Z")));
    }

    @Override
    protected String countingRows() {
        return "SELECT COUNT(*) FROM Shifts";
    }

    @Test
    void a_time_limit_ends_it_in_the_middle() throws Exception {
        fake.tasksTake(Duration.ofHours(1));
        var request = MaintenanceRequest.everything("EMRNext")
                .timeLimit(Duration.ofMinutes(90))
                .build();

        var report = fake.maintain(request, Progress.none());

        assertThat(report.ending()).isEqualTo(Ending.TIME_OVER);
        assertThat(report.remaining()).hasSize(1);
        assertThat(fake.maintain(request, Progress.none()).done())
                .extracting(done -> done.task())
                .isEqualTo(report.remaining());
    }

    @Test
    void another_instance_goes_on_with_what_is_kept(@TempDir Path directory) throws Exception {
        var file = directory.resolve("sql01");
        fake.keptIn(file);
        damage();
        fake.maintain(MaintenanceRequest.everything("EMRNext").build(), Progress.none());

        var another = FakeMaintenanceProvider.of("sql01").keptIn(file);

        assertThat(another.plan(MaintenanceRequest.everything("EMRNext").build())
                        .isEmpty())
                .isTrue();
        assertThat(another.suspectPages("EMRNext")).isEqualTo(fake.suspectPages("EMRNext"));
        assertThat(another.checkIntegrity("EMRNext", Depth.FULL, Progress.none())
                        .verdict())
                .isEqualTo(Verdict.DAMAGED);
    }
}
