package io.emrops.sqlserver;

import io.emrops.audit.AuditLog;
import io.emrops.audit.AuditTable;
import io.emrops.audit.EventRule;
import io.emrops.audit.TimeColumn;
import io.emrops.testkit.AuditLogContract;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

class SqlServerAuditLogContractTest extends AuditLogContract {
    private static SimulatedAudit there;

    private SimulatedAudit gone;

    @BeforeAll
    static void start() throws SQLException {
        there = new SimulatedAudit();
        there.run(
                SimulatedAudit.SCHEDULER,
                "CREATE TABLE ops.Contract (id int NOT NULL, at datetime2(3), who varchar(20), what varchar(20), outcome varchar(20), patient int)");
    }

    @AfterAll
    static void stop() {
        there.close();
    }

    @AfterEach
    void stopOther() {
        if (gone != null) {
            gone.close();
        }
    }

    private static AuditTable.Builder mapping(String user) {
        return AuditTable.named("ops", "Contract")
                .key("id")
                .time(TimeColumn.local("at", SimulatedAudit.NEW_YORK))
                .user(user)
                .eventType("what")
                .outcome("outcome")
                .patient("patient")
                .failedLogins(EventRule.ofTypes("LOGIN").withOutcomes("FAILED"))
                .phiAccesses(EventRule.namingPatient());
    }

    @Override
    protected AuditLog holding(List<Happened> events) throws SQLException {
        there.run(SimulatedAudit.SCHEDULER, "DELETE FROM ops.Contract");
        there.insert(SimulatedAudit.SCHEDULER, "INSERT INTO ops.Contract VALUES (?, ?, ?, ?, ?, ?)", insert -> {
            var id = 0;
            for (var event : events) {
                insert.setInt(1, ++id);
                insert.setObject(2, LocalDateTime.ofInstant(event.time(), SimulatedAudit.NEW_YORK));
                insert.setString(3, event.user().orElse(null));
                insert.setString(4, event.type());
                insert.setString(5, event.outcome().orElse(null));
                insert.setString(6, event.patient().orElse(null));
                insert.addBatch();
            }
        });
        // What has no time is no event.
        there.run(SimulatedAudit.SCHEDULER, "INSERT INTO ops.Contract VALUES (99, NULL, 'bob', 'LOGIN', 'FAILED', 17)");
        return there.sql.auditLog(SimulatedAudit.SCHEDULER, mapping("who").build());
    }

    @Override
    protected AuditLog misfit() {
        return there.sql.auditLog(SimulatedAudit.SCHEDULER, mapping("whom").build());
    }

    @Override
    protected AuditLog unreachable() throws SQLException {
        gone = new SimulatedAudit();
        gone.server.close();
        return gone.utc();
    }
}
