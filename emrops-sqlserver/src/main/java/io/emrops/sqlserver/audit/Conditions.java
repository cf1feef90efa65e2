package io.emrops.sqlserver.audit;

import io.emrops.PreconditionFailedException;
import io.emrops.audit.AuditField;
import io.emrops.audit.AuditFilter;
import io.emrops.audit.AuditPosition;
import io.emrops.audit.EventMeaning;
import io.emrops.audit.EventRule;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a filter means for the rows of a table: {@code WHERE}, with the values as parameters. */
final class Conditions {
    private final BoundAudit table;
    private final Parameters parameters = new Parameters();
    private final List<String> all = new ArrayList<>();

    Conditions(BoundAudit table, AuditFilter filter) {
        this.table = table;
        requireNotNull(table.time(), filter.from().isPresent() || filter.to().isPresent());
        requireNotNull(table.key(), false);
        filter.from()
                .ifPresent(from -> all.add(table.time().quoted() + " >= "
                        + parameters.moment(table.time(), table.mapping().time(), from)));
        filter.to()
                .ifPresent(to -> all.add(table.time().quoted() + " < "
                        + parameters.moment(table.time(), table.mapping().time(), to)));
        for (var field : AuditField.values()) {
            var values = filter.values().get(field);
            if (values != null) {
                all.add(in(require(field), values));
            }
        }
        filter.meaning().ifPresent(meaning -> all.add(means(meaning)));
    }

    /** A row without a time or a key is no event. */
    private void requireNotNull(Column column, boolean compared) {
        if (column.nullable() && !compared) {
            all.add(column.quoted() + " IS NOT NULL");
        }
    }

    private String means(EventMeaning meaning) {
        var rules = table.mapping().rules(meaning);
        if (rules.isEmpty()) {
            throw new PreconditionFailedException(
                    "The mapping of " + table.mapping() + " does not say which events are " + meaning.words());
        }
        return rules.stream().map(this::rule).collect(Collectors.joining(" OR ", "(", ")"));
    }

    private String rule(EventRule rule) {
        var parts = new ArrayList<String>();
        if (!rule.types().isEmpty()) {
            parts.add(in(require(AuditField.EVENT_TYPE), rule.types()));
        }
        if (!rule.outcomes().isEmpty()) {
            parts.add(in(require(AuditField.OUTCOME), rule.outcomes()));
        }
        if (rule.namesPatient()) {
            var patient = require(AuditField.PATIENT);
            parts.add(patient.quoted() + (patient.isText() ? " <> ''" : " IS NOT NULL"));
        }
        return "(" + String.join(" AND ", parts) + ")";
    }

    private String in(Column column, Set<String> values) {
        return column.quoted() + " IN ("
                + values.stream().map(each -> parameters.value(column, each)).collect(Collectors.joining(", ")) + ")";
    }

    private Column require(AuditField field) {
        if (!table.fields().containsKey(field)) {
            throw new PreconditionFailedException(
                    "The mapping of " + table.mapping() + " has no column of the " + field.heading());
        }
        return table.field(field);
    }

    /** Only what comes behind this in the order. */
    Conditions after(AuditPosition position, boolean newestFirst) {
        var beyond = newestFirst ? " < " : " > ";
        try {
            all.add("(" + table.time().quoted() + beyond + parameters.recorded(table.time(), position.time()) + " OR "
                    + table.time().quoted() + " = " + parameters.recorded(table.time(), position.time()) + " AND "
                    + table.key().quoted() + beyond + parameters.key(table.key(), position.key()) + ")");
            return this;
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("The position is none of " + table.mapping());
        }
    }

    /** With a blank before it; empty if every row will do. */
    String where() {
        return all.isEmpty() ? "" : " WHERE " + String.join(" AND ", all);
    }

    List<Object> parameters() {
        return parameters.values();
    }
}
