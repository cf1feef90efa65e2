package io.emrops.sqlserver;

import io.emrops.maintenance.MaintenanceProvider;
import io.emrops.testkit.MaintenanceProviderContract;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** Through the real driver, encrypted. */
@Timeout(120)
class SqlServerMaintenanceContractTest extends MaintenanceProviderContract {
    private final SimulatedMaintenance there = new SimulatedMaintenance();

    @AfterEach
    void stop() {
        there.close();
    }

    @Override
    protected MaintenanceProvider provider() throws Exception {
        there.tables(table(), "Staff");
        there.time.advance(Duration.ofDays(7));
        return there.maintenance();
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
        there.upkeep().fragment("dbo", "Shifts", "IX_Shifts", 80);
    }

    @Override
    protected void damage() {
        there.server.instance().damage("EMRNext");
    }

    @Override
    protected String countingRows() {
        return "SELECT COUNT(*) FROM dbo.Shifts";
    }
}
