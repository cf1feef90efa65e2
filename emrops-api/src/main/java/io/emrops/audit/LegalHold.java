package io.emrops.audit;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Where it is written which rows must not be deleted, whatever their age: for litigation, an investigation, a breach. It is asked in the same
 * statement that deletes.
 *
 * <pre>{@code
 * LegalHold.listedIn("dbo", "LegalHold").key("AuditId").field(AuditField.PATIENT, "PatientId").releasedAt("ReleasedAt")
 * }</pre>
 */
public final class LegalHold {
    private final String schema;
    private final String table;
    private final Optional<String> flag;
    private final Optional<String> key;
    private final Map<AuditField, String> fields;
    private final Optional<String> releasedAt;
    private final String nobody;

    private LegalHold(
            String schema,
            String table,
            Optional<String> flag,
            Optional<String> key,
            Map<AuditField, String> fields,
            Optional<String> releasedAt,
            String nobody) {
        this.schema = schema;
        this.table = table;
        this.flag = flag;
        this.key = key;
        this.fields = Map.copyOf(fields);
        this.releasedAt = releasedAt;
        this.nobody = nobody;
    }

    /**
     * There are none, and somebody says so.
     *
     * @param by a person by name
     * @param why as it is to be read by an auditor
     */
    public static LegalHold none(String by, String why) {
        if (by.isBlank() || why.isBlank()) {
            throw new IllegalArgumentException("That there are no legal holds is said by somebody, with a reason");
        }
        return new LegalHold("", "", Optional.empty(), Optional.empty(), Map.of(), Optional.empty(), by + ": " + why);
    }

    /** A column of the audit table itself, a number: a row is free only if it is 0 there. What is not known is held. */
    public static LegalHold flaggedBy(String column) {
        return new LegalHold(
                "",
                "",
                Optional.of(AuditTable.requireName(column, "flag")),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                "");
    }

    /** A table of holds in the same database. Say what its rows name: {@link #key} or {@link #field}, or several of them. */
    public static LegalHold listedIn(String schema, String table) {
        return new LegalHold(
                AuditTable.requireName(schema, "schema"),
                AuditTable.requireName(table, "table"),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                "");
    }

    /**
     * A hold names the audit row itself, by its key.
     *
     * @throws IllegalArgumentException if holds are not listed in a table
     */
    public LegalHold key(String column) {
        requireTable("key", column);
        return new LegalHold(
                schema, table, flag, Optional.of(AuditTable.requireName(column, "key")), fields, releasedAt, nobody);
    }

    /**
     * A hold names all rows with the same value in this field, such as those of a patient.
     *
     * @throws IllegalArgumentException if holds are not listed in a table
     */
    public LegalHold field(AuditField field, String column) {
        requireTable(field.heading(), column);
        var more = new EnumMap<AuditField, String>(AuditField.class);
        more.putAll(fields);
        more.put(Objects.requireNonNull(field, "field"), AuditTable.requireName(column, field.heading()));
        return new LegalHold(schema, table, flag, key, more, releasedAt, nobody);
    }

    /**
     * When a hold ended, in UTC; one without is in force, and so is one that ends later. Without this, every hold is in force.
     *
     * @throws IllegalArgumentException if holds are not listed in a table
     */
    public LegalHold releasedAt(String column) {
        requireTable("release", column);
        return new LegalHold(
                schema, table, flag, key, fields, Optional.of(AuditTable.requireName(column, "release")), nobody);
    }

    /** What would not be asked must not look as if it were. */
    private void requireTable(String meaning, String column) {
        if (table.isEmpty()) {
            throw new IllegalArgumentException("The column " + column + " of the " + meaning
                    + " would be in a table of holds, and there is none: " + this);
        }
    }

    /** Whether there are none. */
    public boolean isNone() {
        return !nobody.isEmpty();
    }

    /** The column of the audit table, if it is one. */
    public Optional<String> flag() {
        return flag;
    }

    /** The schema of the table of holds; empty if there is none. */
    public String schema() {
        return schema;
    }

    /** The table of holds; empty if there is none. */
    public String table() {
        return table;
    }

    /** Its column with the key of an audit row. */
    public Optional<String> key() {
        return key;
    }

    /** Its columns with values of fields. */
    public Map<AuditField, String> fields() {
        return fields;
    }

    /** Its column with the end of a hold. */
    public Optional<String> releasedAt() {
        return releasedAt;
    }

    /** As evidence. */
    @Override
    public String toString() {
        if (isNone()) {
            return "no legal holds, says " + nobody;
        }
        return flag.map(column -> "legal holds flagged in " + column)
                .orElseGet(() -> "legal holds of " + schema + "." + table);
    }
}
