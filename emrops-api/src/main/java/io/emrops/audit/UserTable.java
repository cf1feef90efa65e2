package io.emrops.audit;

import java.util.Optional;
import java.util.Set;

/**
 * Where an application keeps its user accounts, and what the columns mean. Names are those of the objects as people write them,
 * without quotes.
 *
 * <pre>{@code
 * UserTable.named("dbo", "Users")
 *         .name("username")
 *         .admins("role", "ADMIN")
 *         .lastLogin(TimeColumn.local("last_login", ZoneId.of("America/New_York")))
 *         .failedAttempts("failed_attempts")
 *         .active("status", "ACTIVE")
 *         .build();
 * }</pre>
 */
public final class UserTable {
    private final String schema;
    private final String table;
    private final String name;
    private final Optional<ColumnValues> admins;
    private final Optional<TimeColumn> lastLogin;
    private final Optional<String> failedAttempts;
    private final Optional<ColumnValues> active;

    private UserTable(Builder from) {
        schema = from.schema;
        table = from.table;
        name = from.name.orElseThrow(
                () -> new IllegalArgumentException("A mapping of a table of users names the column of the name"));
        admins = from.admins;
        lastLogin = from.lastLogin;
        failedAttempts = from.failedAttempts;
        active = from.active;
    }

    /** Begins a mapping. */
    public static Builder named(String schema, String table) {
        return new Builder(schema, table);
    }

    /**
     * A column and the values that count.
     *
     * @param column its name
     * @param values one of these; not empty
     */
    public record ColumnValues(String column, Set<String> values) {
        public ColumnValues {
            AuditTable.requireName(column, "column");
            values = Set.copyOf(values);
            if (values.isEmpty()) {
                throw new IllegalArgumentException("At least one value of column " + column + " is named");
            }
        }

        String described() {
            return column + " " + values.stream().sorted().toList();
        }
    }

    /** What the columns of a table mean; what is not said is not there. */
    public static final class Builder {
        private final String schema;
        private final String table;
        private Optional<String> name = Optional.empty();
        private Optional<ColumnValues> admins = Optional.empty();
        private Optional<TimeColumn> lastLogin = Optional.empty();
        private Optional<String> failedAttempts = Optional.empty();
        private Optional<ColumnValues> active = Optional.empty();

        private Builder(String schema, String table) {
            this.schema = AuditTable.requireName(schema, "schema");
            this.table = AuditTable.requireName(table, "table");
        }

        /** What the account is called. */
        public Builder name(String column) {
            name = Optional.of(AuditTable.requireName(column, "name"));
            return this;
        }

        /** The role, and which roles are those of administrators. */
        public Builder admins(String column, String... roles) {
            admins = Optional.of(new ColumnValues(column, Set.of(roles)));
            return this;
        }

        /** When somebody last logged in with it. */
        public Builder lastLogin(TimeColumn column) {
            lastLogin = Optional.of(column);
            return this;
        }

        /** How many logins have failed since. */
        public Builder failedAttempts(String column) {
            failedAttempts = Optional.of(AuditTable.requireName(column, "failed attempts"));
            return this;
        }

        /**
         * What tells the accounts that can be used; those with another value are left out. Of those without a value it is not known, and they
         * are not left out. All can be used, if nobody says otherwise.
         */
        public Builder active(String column, String... values) {
            active = Optional.of(new ColumnValues(column, Set.of(values)));
            return this;
        }

        /**
         * The mapping.
         *
         * @throws IllegalArgumentException if there is no name
         */
        public UserTable build() {
            return new UserTable(this);
        }
    }

    /** The schema of the table. */
    public String schema() {
        return schema;
    }

    /** The table, or a view. */
    public String table() {
        return table;
    }

    /** The column of the name. */
    public String name() {
        return name;
    }

    /** The column of the role, and the roles of administrators. */
    public Optional<ColumnValues> admins() {
        return admins;
    }

    /** The column of the last login. */
    public Optional<TimeColumn> lastLogin() {
        return lastLogin;
    }

    /** The column that counts failed logins. */
    public Optional<String> failedAttempts() {
        return failedAttempts;
    }

    /** What tells the accounts that can be used; all can if it is empty. */
    public Optional<ColumnValues> active() {
        return active;
    }

    /** Everything that is said of it. */
    String described() {
        return this + ", name " + name
                + admins.map(it -> ", admins " + it.described()).orElse("")
                + lastLogin.map(it -> ", last login " + it).orElse("")
                + failedAttempts.map(it -> ", failed attempts " + it).orElse("")
                + active.map(it -> ", active " + it.described()).orElse("");
    }

    /** With the names, and nothing of what is in it: "dbo.Users". */
    @Override
    public String toString() {
        return schema + "." + table;
    }
}
