package io.emrops.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.maintenance.MaintenanceRequest;
import io.emrops.testkit.sqlserver.instance.Edition;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is sent depends on what version and edition can do: they refuse the rest. */
@Timeout(120)
class MaintenanceOfEditionsTest {
    private static MaintenanceRequest.Builder byFragmentation() {
        return MaintenanceRequest.byFragmentation("EMRNext").smallestIndex(1);
    }

    @ParameterizedTest
    @CsvSource({
        "13, ENTERPRISE, false, 'ONLINE = ON '",
        "14, ENTERPRISE, false, 'RESUMABLE = ON'",
        "16, ENTERPRISE, true, 'RESUMABLE = ON'",
        "17, ENTERPRISE, false, 'RESUMABLE = ON'",
        "13, STANDARD, false, REORGANIZE",
        "17, STANDARD, false, REORGANIZE",
        "17, STANDARD, true, ONLINE = OFF",
        "15, EXPRESS, true, ONLINE = OFF",
        "16, WEB, true, ONLINE = OFF"
    })
    void a_rebuild_is_what_version_and_edition_can_do(int version, Edition edition, boolean offline, String expected)
            throws Exception {
        try (var there = new SimulatedMaintenance(version, edition, "EMRNext")) {
            there.tables("Shifts");
            there.upkeep().fragment("dbo", "Shifts", "IX_Shifts", 45);

            var report = there.maintain(offline ? byFragmentation().allowOffline() : byFragmentation());

            assertThat(report.complete()).as("%s", report.lines()).isTrue();
            assertThat(there.changes()).singleElement().asString().contains(expected);
            assertThat(there.changes().get(0).contains("RESUMABLE")).isEqualTo(expected.contains("RESUMABLE"));
            assertThat(there.index("Shifts", "IX_Shifts").fragmentation()).isZero();
        }
    }
}
