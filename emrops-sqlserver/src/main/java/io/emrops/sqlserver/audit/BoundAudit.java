package io.emrops.sqlserver.audit;

import io.emrops.audit.AuditField;
import io.emrops.audit.AuditTable;
import io.emrops.audit.EventMeaning;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** A mapping and the columns of the table that it fits. */
record BoundAudit(
        AuditTable mapping,
        Layout layout,
        Column key,
        Column time,
        Map<AuditField, Column> fields,
        List<Column> details,
        List<String> unmapped) {
    /** @throws io.emrops.PreconditionFailedException if it does not fit */
    static BoundAudit of(AuditTable mapping, Layout layout) {
        var fit = new Fit(layout);
        var key = fit.key(mapping.key());
        var time = fit.time("time", mapping.time());
        var fields = new EnumMap<AuditField, Optional<Column>>(AuditField.class);
        for (var field : mapping.fields()) {
            var name = mapping.column(field).orElseThrow();
            fields.put(field, fit.value(field.heading(), name, valuesOf(mapping, field)));
        }
        var details =
                mapping.details().stream().map(name -> fit.any("detail", name)).toList();
        fit.require();
        var columns = new EnumMap<AuditField, Column>(AuditField.class);
        fields.forEach((field, column) -> columns.put(field, column.orElseThrow()));
        return new BoundAudit(
                mapping,
                layout,
                key.orElseThrow(),
                time.orElseThrow(),
                columns,
                details.stream().map(Optional::orElseThrow).toList(),
                fit.unmapped());
    }

    private static Set<String> valuesOf(AuditTable mapping, AuditField field) {
        var values = new LinkedHashSet<String>();
        for (var meaning : EventMeaning.values()) {
            for (var rule : mapping.rules(meaning)) {
                if (field == AuditField.EVENT_TYPE) {
                    values.addAll(rule.types());
                } else if (field == AuditField.OUTCOME) {
                    values.addAll(rule.outcomes());
                }
            }
        }
        return values;
    }

    Column field(AuditField field) {
        return Objects.requireNonNull(fields.get(field), () -> "no column of the " + field.heading());
    }
}
