package io.emrops.testkit;

import io.emrops.audit.AuditEvent;
import io.emrops.audit.AuditField;
import io.emrops.audit.AuditLog;
import io.emrops.audit.AuditTable;
import io.emrops.audit.EventRule;
import io.emrops.audit.TimeColumn;
import java.util.ArrayList;
import java.util.List;

class FakeAuditLogContractTest extends AuditLogContract {
    static final AuditTable TABLE = AuditTable.named("dbo", "AuditLog")
            .key("Id")
            .time(TimeColumn.withOffset("At"))
            .user("UserId")
            .eventType("Type")
            .outcome("Outcome")
            .patient("PatientId")
            .failedLogins(EventRule.ofTypes("LOGIN").withOutcomes("FAILED"))
            .phiAccesses(EventRule.namingPatient())
            .build();

    @Override
    protected AuditLog holding(List<Happened> events) {
        var held = new ArrayList<AuditEvent>();
        for (var each : events) {
            var event = AuditEvent.of(TABLE, Integer.toString(held.size() + 1), each.time())
                    .field(AuditField.EVENT_TYPE, each.type());
            each.user().ifPresent(value -> event.field(AuditField.USER, value));
            each.outcome().ifPresent(value -> event.field(AuditField.OUTCOME, value));
            each.patient().ifPresent(value -> event.field(AuditField.PATIENT, value));
            held.add(event.build());
        }
        return FakeAuditLog.of("sql01", TABLE).holding(held);
    }

    @Override
    protected AuditLog misfit() {
        return FakeAuditLog.of("sql01", TABLE).misfit("user: UserId | no such column");
    }

    @Override
    protected AuditLog unreachable() {
        return FakeAuditLog.of("sql01", TABLE).goDown();
    }
}
