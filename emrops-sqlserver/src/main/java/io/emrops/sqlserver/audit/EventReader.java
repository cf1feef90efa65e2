package io.emrops.sqlserver.audit;

import io.emrops.audit.AuditEvent;
import io.emrops.audit.AuditField;
import io.emrops.sqlserver.session.ResultReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Reads events: key, time, fields, details, in this order of columns. */
final class EventReader implements ResultReader<AuditEvent> {
    private final BoundAudit table;
    private final AuditField[] fields;
    private final int details;
    private final boolean withOffset;

    EventReader(BoundAudit table) {
        this.table = table;
        fields = table.mapping().fields().toArray(new AuditField[0]);
        details = table.details().size();
        withOffset = table.time().isOffsetTime();
    }

    String columns() {
        var columns = new ArrayList<>(List.of(table.key(), table.time()));
        columns.addAll(table.fields().values());
        columns.addAll(table.details());
        return columns.stream().map(Column::quoted).collect(Collectors.joining(", "));
    }

    @Override
    public AuditEvent read(ResultSet row) throws SQLException {
        var key = row.getString(1);
        var event = withOffset
                ? AuditEvent.of(table.mapping(), key, offsetTime(row, 2))
                : AuditEvent.of(table.mapping(), key, row.getObject(2, LocalDateTime.class));
        var column = 3;
        for (var field : fields) {
            var value = row.getString(column++);
            if (value != null) {
                event.field(field, value);
            }
        }
        for (var i = 0; i < details; i++) {
            var value = row.getString(column++);
            if (value != null) {
                event.detail(i, value);
            }
        }
        return event.build();
    }

    private static Instant offsetTime(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /** A time in a column of the same type as the events'. */
    Instant moment(ResultSet row, int column) throws SQLException {
        return withOffset
                ? offsetTime(row, column)
                : table.mapping().time().momentOf(row.getObject(column, LocalDateTime.class));
    }
}
