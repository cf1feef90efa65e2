package io.emrops.audit;

import io.emrops.Sensitive;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A row of an audit table. It may name patients, so it is neither journalled nor printed. */
@Sensitive
public final class AuditEvent {
    private static final int FIELDS = AuditField.values().length;

    private final AuditTable table;
    private final String key;
    private final Instant time;
    private final @Nullable LocalDateTime recorded;
    private final @Nullable String[] fields;
    private final @Nullable String[] details;

    private AuditEvent(Builder from) {
        table = from.table;
        key = from.key;
        time = from.time;
        recorded = from.recorded;
        fields = from.fields;
        details = from.details;
    }

    /** An event of a table whose values have an offset; for providers. */
    public static Builder of(AuditTable table, String key, Instant time) {
        return new Builder(table, key, time, null);
    }

    /** An event of a table whose values are a clock's; for providers. */
    public static Builder of(AuditTable table, String key, LocalDateTime recorded) {
        return new Builder(table, key, table.time().momentOf(recorded), recorded);
    }

    /** Puts an event together. Used once. */
    public static final class Builder {
        private final AuditTable table;
        private final String key;
        private final Instant time;
        private final @Nullable LocalDateTime recorded;
        private final @Nullable String[] fields = new @Nullable String[FIELDS];
        private final @Nullable String[] details;

        private Builder(AuditTable table, String key, Instant time, @Nullable LocalDateTime recorded) {
            this.table = table;
            this.key = Objects.requireNonNull(key, "key");
            this.time = Objects.requireNonNull(time, "time");
            this.recorded = recorded;
            details = new @Nullable String[table.details().size()];
        }

        /** The value of a field; what is not said has none. */
        public Builder field(AuditField field, String value) {
            fields[field.ordinal()] = value;
            return this;
        }

        /**
         * The value of a further column; what is not said has none.
         *
         * @param index in {@link AuditTable#details}
         */
        public Builder detail(int index, String value) {
            details[index] = value;
            return this;
        }

        /** The event. */
        public AuditEvent build() {
            return new AuditEvent(this);
        }
    }

    /** What tells it from all others. */
    public String key() {
        return key;
    }

    /** When it happened. */
    public Instant time() {
        return time;
    }

    /** The time as it stands in the table, if it is a clock's. */
    public Optional<LocalDateTime> recordedTime() {
        return Optional.ofNullable(recorded);
    }

    /** Whether that is the moment; not if the clock showed the recorded time twice, or never. */
    public boolean timeIsCertain() {
        return recorded == null || table.time().isCertain(recorded);
    }

    /** The value of a field; empty if it has none, or no column. */
    public Optional<String> get(AuditField field) {
        return Optional.ofNullable(fields[field.ordinal()]);
    }

    /** Who did it. */
    public Optional<String> user() {
        return get(AuditField.USER);
    }

    /** What kind of thing was done. */
    public Optional<String> eventType() {
        return get(AuditField.EVENT_TYPE);
    }

    /** What came of it. */
    public Optional<String> outcome() {
        return get(AuditField.OUTCOME);
    }

    /** What it was done to. */
    public Optional<String> object() {
        return get(AuditField.OBJECT);
    }

    /** Whose record it was done to. */
    public Optional<String> patient() {
        return get(AuditField.PATIENT);
    }

    /** Where it came from. */
    public Optional<String> source() {
        return get(AuditField.SOURCE);
    }

    /** The values of {@link AuditTable#details}, in their order. */
    public List<Optional<String>> details() {
        return Arrays.stream(details).map(Optional::ofNullable).toList();
    }

    /** Where it is in the order of events. */
    public AuditPosition position() {
        return new AuditPosition(recorded == null ? time.toString() : recorded.toString(), key);
    }

    void writeTo(ExportFile file) {
        file.cell(key).cell(time);
        if (table.time().isAmbiguous()) {
            file.cell(recorded == null ? "" : recorded.toString()).cell(timeIsCertain() ? "yes" : "no");
        }
        for (var field : table.fields()) {
            file.cellOrNone(fields[field.ordinal()]);
        }
        for (var detail : details) {
            file.cellOrNone(detail);
        }
        file.endRow();
    }

    /** Nothing of what is in it. */
    @Override
    public String toString() {
        return "an event of " + table;
    }
}
