package io.emrops.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Where an application keeps its audit log, and what its columns mean. Names are those of the objects as people write them, without
 * quotes.
 *
 * <pre>{@code
 * AuditTable.named("dbo", "AuditLog")
 *         .key("Id")
 *         .time(TimeColumn.utc("EventTime"))
 *         .user("UserId")
 *         .eventType("EventType")
 *         .outcome("Outcome")
 *         .patient("PatientId")
 *         .failedLogins(EventRule.ofTypes("LOGIN").withOutcomes("FAILED"))
 *         .phiAccesses(EventRule.namingPatient())
 *         .build();
 * }</pre>
 *
 * <p>Whether it fits the table is found out when the table is first asked, and before anything of it is read.
 */
public final class AuditTable {
    private final String schema;
    private final String table;
    private final String key;
    private final TimeColumn time;
    private final Map<AuditField, String> columns;
    private final List<AuditField> fields;
    private final List<String> details;
    private final Map<EventMeaning, List<EventRule>> rules;

    private AuditTable(Builder from) {
        schema = from.schema;
        table = from.table;
        key = required(from.key, "the column of the key");
        time = required(from.time, "the column of the time");
        columns = new EnumMap<>(from.columns);
        fields = List.copyOf(columns.keySet());
        details = List.copyOf(from.details);
        rules = new EnumMap<>(from.rules);
        requireOnce();
        rules.values().forEach(each -> each.forEach(this::requireColumns));
    }

    /** Begins a mapping. */
    public static Builder named(String schema, String table) {
        return new Builder(schema, table);
    }

    /** What the columns of a table mean; what is not said is not there. */
    public static final class Builder {
        private final String schema;
        private final String table;
        private final Map<AuditField, String> columns = new EnumMap<>(AuditField.class);
        private final List<String> details = new ArrayList<>();
        private final Map<EventMeaning, List<EventRule>> rules = new EnumMap<>(EventMeaning.class);
        private Optional<String> key = Optional.empty();
        private Optional<TimeColumn> time = Optional.empty();

        private Builder(String schema, String table) {
            this.schema = requireName(schema, "schema");
            this.table = requireName(table, "table");
        }

        /** The column that tells each row from all others. */
        public Builder key(String column) {
            key = Optional.of(requireName(column, "key"));
            return this;
        }

        /** When it happened. */
        public Builder time(TimeColumn column) {
            time = Optional.of(column);
            return this;
        }

        /** The column of a field. */
        public Builder column(AuditField field, String column) {
            columns.put(field, requireName(column, field.heading()));
            return this;
        }

        /** Who did it. */
        public Builder user(String column) {
            return column(AuditField.USER, column);
        }

        /** What kind of thing was done. */
        public Builder eventType(String column) {
            return column(AuditField.EVENT_TYPE, column);
        }

        /** What came of it. */
        public Builder outcome(String column) {
            return column(AuditField.OUTCOME, column);
        }

        /** What it was done to. */
        public Builder object(String column) {
            return column(AuditField.OBJECT, column);
        }

        /** Whose record it was done to. */
        public Builder patient(String column) {
            return column(AuditField.PATIENT, column);
        }

        /** Where it came from. */
        public Builder source(String column) {
            return column(AuditField.SOURCE, column);
        }

        /** Further columns, which go along with each event as texts; none if nobody says otherwise. */
        public Builder details(String... columns) {
            Arrays.stream(columns).forEach(column -> details.add(requireName(column, "detail")));
            return this;
        }

        /** Which events are failed logins: those that fulfil one of the rules. */
        public Builder failedLogins(EventRule... rules) {
            return meaning(EventMeaning.FAILED_LOGIN, rules);
        }

        /** Which events are accesses to patient data: those that fulfil one of the rules. */
        public Builder phiAccesses(EventRule... rules) {
            return meaning(EventMeaning.PHI_ACCESS, rules);
        }

        private Builder meaning(EventMeaning meaning, EventRule... some) {
            rules.put(meaning, List.of(some));
            return this;
        }

        /**
         * The mapping.
         *
         * @throws IllegalArgumentException if there is no key or no time, a column has two meanings, or a rule is about a field
         *     without a column
         */
        public AuditTable build() {
            return new AuditTable(this);
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

    /** The column that tells each row from all others. */
    public String key() {
        return key;
    }

    /** When it happened. */
    public TimeColumn time() {
        return time;
    }

    /** The column of a field, if it has one. */
    public Optional<String> column(AuditField field) {
        return Optional.ofNullable(columns.get(field));
    }

    /** The fields that have a column, in their order. */
    public List<AuditField> fields() {
        return fields;
    }

    /** Further columns that go along, as texts. */
    public List<String> details() {
        return details;
    }

    /** Which events mean this: those that fulfil one of these; empty if nobody has said. */
    public List<EventRule> rules(EventMeaning meaning) {
        return rules.getOrDefault(meaning, List.of());
    }

    private void requireOnce() {
        var seen = new HashSet<String>();
        var all = new ArrayList<>(List.of(key, time.column()));
        all.addAll(columns.values());
        all.addAll(details);
        for (var column : all) {
            if (!seen.add(column)) {
                throw new IllegalArgumentException("Column " + column + " is named twice");
            }
        }
    }

    private void requireColumns(EventRule rule) {
        require(rule, !rule.types().isEmpty(), AuditField.EVENT_TYPE);
        require(rule, !rule.outcomes().isEmpty(), AuditField.OUTCOME);
        require(rule, rule.namesPatient(), AuditField.PATIENT);
    }

    private void require(EventRule rule, boolean needed, AuditField field) {
        if (needed && !columns.containsKey(field)) {
            throw new IllegalArgumentException(
                    "The rule \"" + rule + "\" needs the column of the " + field.heading() + ", which is not named");
        }
    }

    private static <T> T required(Optional<T> value, String what) {
        return value.orElseThrow(() -> new IllegalArgumentException("A mapping of an audit table names " + what));
    }

    static String requireName(String name, String what) {
        if (Objects.requireNonNull(name, what).isBlank()) {
            throw new IllegalArgumentException("The name of the " + what + " is blank");
        }
        return name;
    }

    /** Everything that is said of it. */
    String described() {
        return this + ", key " + key + ", time " + time + ", " + columns + ", details " + details + ", " + rules;
    }

    /** With the names, and nothing of what is in it: "dbo.AuditLog". */
    @Override
    public String toString() {
        return schema + "." + table;
    }
}
