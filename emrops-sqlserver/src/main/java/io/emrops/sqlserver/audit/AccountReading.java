package io.emrops.sqlserver.audit;

import io.emrops.PreconditionFailedException;
import io.emrops.audit.Account;
import io.emrops.audit.TimeColumn;
import io.emrops.audit.UserTable;
import io.emrops.audit.UserTable.ColumnValues;
import io.emrops.sqlserver.session.StreamedQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** The queries of a table of user accounts. Each compares the mapping with the table first. */
public final class AccountReading {
    private final Place place;
    private final UserTable mapping;

    /** Asks nothing yet. */
    public AccountReading(Place place, UserTable mapping) {
        this.place = Objects.requireNonNull(place, "place");
        this.mapping = Objects.requireNonNull(mapping, "mapping");
    }

    /** See {@link io.emrops.audit.UserAccounts#requireFit}. */
    public void requireFit() {
        bound();
    }

    private record Bound(
            Layout layout,
            Column name,
            Optional<Column> role,
            Optional<Column> lastLogin,
            Optional<Column> failedAttempts,
            Optional<Column> active) {}

    private Bound bound() {
        var layout = Layout.read(place, mapping.schema(), mapping.table());
        var fit = new Fit(layout);
        var name = fit.value("name", mapping.name());
        var role = mapping.admins().flatMap(it -> fit.value("role", it.column(), it.values()));
        var lastLogin = mapping.lastLogin().flatMap(it -> fit.time("last login", it));
        var failed = mapping.failedAttempts().flatMap(it -> fit.number("failed attempts", it));
        var active = mapping.active().flatMap(it -> fit.value("active", it.column(), it.values()));
        fit.require();
        return new Bound(layout, name.orElseThrow(), role, lastLogin, failed, active);
    }

    /** See {@link io.emrops.audit.UserAccounts#admins}. */
    public List<Account> admins() {
        var roles = mapping.admins()
                .orElseThrow(() -> new PreconditionFailedException(
                        "The mapping of " + mapping + " does not say which accounts are those of administrators"));
        var table = bound();
        var parameters = new Parameters();
        var order = table.lastLogin().map(it -> it.quoted() + " DESC, ").orElse("");
        return list(
                table,
                parameters,
                List.of(in(table.role().orElseThrow(), roles, parameters)),
                order + table.name().quoted());
    }

    /** See {@link io.emrops.audit.UserAccounts#inactiveSince}. */
    public List<Account> inactiveSince(Instant moment) {
        var time = requireLastLogin();
        var table = bound();
        var parameters = new Parameters();
        var column = table.lastLogin().orElseThrow();
        var before = column.quoted() + " < " + parameters.moment(column, time, moment);
        return list(
                table,
                parameters,
                List.of(before),
                column.quoted() + ", " + table.name().quoted());
    }

    /** See {@link io.emrops.audit.UserAccounts#withoutKnownLogin}. */
    public List<Account> withoutKnownLogin() {
        requireLastLogin();
        var table = bound();
        var unknown = table.lastLogin().orElseThrow().quoted() + " IS NULL";
        return list(table, new Parameters(), List.of(unknown), table.name().quoted());
    }

    private TimeColumn requireLastLogin() {
        return mapping.lastLogin()
                .orElseThrow(() -> new PreconditionFailedException(
                        "The mapping of " + mapping + " has no column of the last login"));
    }

    private static String in(Column column, ColumnValues wanted, Parameters parameters) {
        return column.quoted() + " IN ("
                + wanted.values().stream()
                        .sorted()
                        .map(each -> parameters.value(column, each))
                        .collect(Collectors.joining(", "))
                + ")";
    }

    /** Whose status is not known may be active. */
    private String isActive(Column column, Parameters parameters) {
        var active = in(column, mapping.active().orElseThrow(), parameters);
        return column.nullable() ? "(" + active + " OR " + column.quoted() + " IS NULL)" : active;
    }

    private List<Account> list(Bound table, Parameters parameters, List<String> wanted, String order) {
        var conditions = new ArrayList<>(wanted);
        table.active().ifPresent(column -> conditions.add(isActive(column, parameters)));
        if (table.name().nullable()) {
            conditions.add(table.name().quoted() + " IS NOT NULL");
        }
        var columns = new ArrayList<Column>(List.of(table.name()));
        table.role().ifPresent(columns::add);
        table.lastLogin().ifPresent(columns::add);
        table.failedAttempts().ifPresent(columns::add);
        var sql = "SELECT " + columns.stream().map(Column::quoted).collect(Collectors.joining(", ")) + " FROM "
                + table.layout().quoted() + " WHERE " + String.join(" AND ", conditions) + " ORDER BY " + order;
        var at = table.layout().place();
        var query = new StreamedQuery(
                at.database(), "the user accounts", at.target().get(), sql, parameters.values(), at.answerWithin());
        try (var rows = at.sessions().stream(query, row -> account(table, row))) {
            return rows.toList();
        }
    }

    private Account account(Bound table, ResultSet row) throws SQLException {
        var column = 1;
        var name = row.getString(column++);
        var role = table.role().isPresent() ? Optional.ofNullable(row.getString(column++)) : Optional.<String>empty();
        var lastLogin = Optional.<Instant>empty();
        if (table.lastLogin().isPresent()) {
            lastLogin = moment(row, column++, table.lastLogin().get());
        }
        var failed = OptionalLong.empty();
        if (table.failedAttempts().isPresent()) {
            var count = row.getLong(column);
            failed = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(count);
        }
        return new Account(name, role, lastLogin, failed);
    }

    private Optional<Instant> moment(ResultSet row, int index, Column column) throws SQLException {
        return column.isOffsetTime()
                ? Optional.ofNullable(row.getObject(index, OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant)
                : Optional.ofNullable(row.getObject(index, LocalDateTime.class))
                        .map(mapping.lastLogin().orElseThrow()::momentOf);
    }
}
