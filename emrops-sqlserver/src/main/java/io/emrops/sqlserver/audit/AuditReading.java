package io.emrops.sqlserver.audit;

import io.emrops.PreconditionFailedException;
import io.emrops.audit.AuditEvent;
import io.emrops.audit.AuditField;
import io.emrops.audit.AuditFilter;
import io.emrops.audit.AuditPage;
import io.emrops.audit.AuditPosition;
import io.emrops.audit.AuditTable;
import io.emrops.audit.AuditTotal;
import io.emrops.audit.AuditTotals;
import io.emrops.sqlserver.session.ResultReader;
import io.emrops.sqlserver.session.StreamedQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The queries of an audit table. Each compares the mapping with the table first. */
public final class AuditReading {
    private static final int MAX_PAGE = 10_000;
    private static final int MAX_GROUPS = 100_000;

    private final Place place;
    private final AuditTable mapping;

    /** Asks nothing yet. */
    public AuditReading(Place place, AuditTable mapping) {
        this.place = Objects.requireNonNull(place, "place");
        this.mapping = Objects.requireNonNull(mapping, "mapping");
    }

    /** See {@link io.emrops.audit.AuditLog#requireFit}. */
    public List<String> requireFit() {
        return bound().unmapped();
    }

    private BoundAudit bound() {
        return BoundAudit.of(mapping, Layout.read(place, mapping.schema(), mapping.table()));
    }

    /** See {@link io.emrops.audit.AuditLog#count}. */
    public long count(AuditFilter filter) {
        var table = bound();
        var conditions = new Conditions(table, filter);
        var sql = "SELECT COUNT_BIG(*) FROM " + table.layout().quoted() + conditions.where();
        try (var rows = stream(table, "the number of audit events", sql, conditions, row -> row.getLong(1))) {
            return rows.findFirst().orElse(0L);
        }
    }

    /** See {@link io.emrops.audit.AuditLog#events}. */
    public Stream<AuditEvent> events(AuditFilter filter) {
        var table = bound();
        return events(table, filter, "", new Conditions(table, filter));
    }

    private Stream<AuditEvent> events(BoundAudit table, AuditFilter filter, String top, Conditions conditions) {
        var reader = new EventReader(table);
        var direction = filter.isNewestFirst() ? " DESC" : "";
        var sql = "SELECT " + top + reader.columns() + " FROM "
                + table.layout().quoted() + conditions.where() + " ORDER BY "
                + table.time().quoted() + direction + ", " + table.key().quoted() + direction;
        return stream(table, "the audit events", sql, conditions, reader);
    }

    /** See {@link io.emrops.audit.AuditLog#page}. */
    public AuditPage page(AuditFilter filter, int size, Optional<AuditPosition> after) {
        if (size < 1 || size > MAX_PAGE) {
            throw new IllegalArgumentException("A page has 1 to " + MAX_PAGE + " events, not " + size);
        }
        var table = bound();
        var conditions = new Conditions(table, filter);
        after.ifPresent(position -> conditions.after(position, filter.isNewestFirst()));
        List<AuditEvent> found;
        // One more than wanted tells whether there are more.
        try (var rows = events(table, filter, "TOP (" + (size + 1) + ") ", conditions)) {
            found = rows.toList();
        }
        return found.size() <= size
                ? new AuditPage(found, Optional.empty())
                : new AuditPage(
                        found.subList(0, size), Optional.of(found.get(size - 1).position()));
    }

    /** See {@link io.emrops.audit.AuditLog#totals(AuditFilter, List, int)}. */
    public AuditTotals totals(AuditFilter filter, List<AuditField> by, int atMost) {
        if (atMost < 1 || atMost > MAX_GROUPS) {
            throw new IllegalArgumentException("1 to " + MAX_GROUPS + " groups are told apart, not " + atMost);
        }
        var found = new ArrayList<AuditTotal>();
        long[] all = new long[2];
        try (var rows = totals(filter, by)) {
            rows.forEach(total -> {
                if (found.size() < atMost) {
                    found.add(total);
                }
                all[0]++;
                all[1] += total.events();
            });
        }
        return new AuditTotals(by, found, all[0], all[1]);
    }

    /** See {@link io.emrops.audit.AuditLog#totals(AuditFilter, List)}. */
    public Stream<AuditTotal> totals(AuditFilter filter, List<AuditField> by) {
        if (by.isEmpty() || by.stream().distinct().count() < by.size()) {
            throw new IllegalArgumentException("Totals are by different fields, not " + by);
        }
        var table = bound();
        for (var field : by) {
            if (!table.fields().containsKey(field)) {
                throw new PreconditionFailedException(
                        "The mapping of " + mapping + " has no column of the " + field.heading());
            }
        }
        var conditions = new Conditions(table, filter);
        var columns = by.stream().map(field -> table.field(field).quoted()).collect(Collectors.joining(", "));
        var time = table.time().quoted();
        var sql = "SELECT " + columns + ", COUNT_BIG(*) AS events, MIN(" + time + ") AS first_time, MAX(" + time
                + ") AS last_time FROM " + table.layout().quoted() + conditions.where() + " GROUP BY " + columns
                + " ORDER BY COUNT_BIG(*) DESC, " + columns;
        var reader = new EventReader(table);
        var fields = List.copyOf(by);
        return stream(table, "totals of audit events", sql, conditions, row -> total(reader, fields, row));
    }

    private static AuditTotal total(EventReader reader, List<AuditField> by, ResultSet row) throws SQLException {
        var values = new EnumMap<AuditField, String>(AuditField.class);
        var column = 1;
        for (var field : by) {
            var value = row.getString(column++);
            if (value != null) {
                values.put(field, value);
            }
        }
        var events = row.getLong(column++);
        return new AuditTotal(values, events, reader.moment(row, column++), reader.moment(row, column));
    }

    private static <T> Stream<T> stream(
            BoundAudit table, String what, String sql, Conditions conditions, ResultReader<T> reader) {
        var place = table.layout().place();
        return place.sessions().stream(
                new StreamedQuery(
                        place.database(),
                        what,
                        place.target().get(),
                        sql,
                        conditions.parameters(),
                        place.answerWithin()),
                reader);
    }
}
