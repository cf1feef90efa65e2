package io.emrops.sqlserver;

import io.emrops.audit.AuditRetention;
import io.emrops.testkit.AuditRetentionContract;
import io.emrops.testkit.ManualTime;
import io.emrops.testkit.sqlserver.SimulatedSqlServer;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class SqlServerAuditRetentionContractTest extends AuditRetentionContract {
    private static final SimulatedSqlServer SERVER =
            RetentionHospital.server(ManualTime.at(RetentionHospital.NOW.toString()));

    private RetentionHospital hospital;
    private SqlServer sql;

    @BeforeEach
    void connect() throws SQLException {
        hospital = new RetentionHospital(SERVER);
        sql = hospital.sql();
    }

    @AfterEach
    void disconnect() {
        sql.close();
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Override
    protected AuditRetention retention() {
        return hospital.retention(sql);
    }

    @Override
    protected Instant now() {
        return RetentionHospital.NOW;
    }

    @Override
    protected void add(long key, Instant time) throws SQLException {
        hospital.event(key, LocalDateTime.ofInstant(time, ZoneOffset.UTC), 1);
    }

    @Override
    protected void hold(long key) throws SQLException {
        hospital.run("INSERT INTO dbo.LegalHold VALUES (" + key + ", NULL, NULL)");
    }

    @Override
    protected List<Long> keys() throws SQLException {
        return List.copyOf(hospital.rows().keySet());
    }
}
