package io.emrops.audit;

import io.emrops.Sensitive;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Which events are wanted: those that fulfil every condition. Values are compared as the system compares texts. An immutable
 * value: every method gives a new one.
 *
 * <pre>{@code
 * AuditFilter.all().between(monday, nextMonday).where(AuditField.USER, "m.meier").only(EventMeaning.PHI_ACCESS)
 * }</pre>
 */
@Sensitive
public final class AuditFilter {
    private static final Instant EARLIEST = Instant.parse("1900-01-02T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-30T00:00:00Z");
    private static final AuditFilter ALL =
            new AuditFilter(Optional.empty(), Optional.empty(), Map.of(), Optional.empty(), false);

    private final Optional<Instant> from;
    private final Optional<Instant> to;
    private final Map<AuditField, Set<String>> values;
    private final Optional<EventMeaning> meaning;
    private final boolean newestFirst;

    private AuditFilter(
            Optional<Instant> from,
            Optional<Instant> to,
            Map<AuditField, Set<String>> values,
            Optional<EventMeaning> meaning,
            boolean newestFirst) {
        this.from = from.map(AuditFilter::require);
        this.to = to.map(AuditFilter::require);
        this.values = values;
        this.meaning = meaning;
        this.newestFirst = newestFirst;
        if (from.isPresent() && to.isPresent() && !to.get().isAfter(from.get())) {
            throw new IllegalArgumentException(
                    "A time that begins at " + from.get() + " ends later, not at " + to.get());
        }
    }

    private static Instant require(Instant moment) {
        if (moment.isBefore(EARLIEST) || moment.isAfter(LATEST)) {
            throw new IllegalArgumentException("Events are of the years 1900 to 9999, not of " + moment);
        }
        return moment;
    }

    /** All events there are, oldest first. */
    public static AuditFilter all() {
        return ALL;
    }

    /**
     * Only those from a moment on and before another; whatever time was wanted before.
     *
     * @throws IllegalArgumentException if the second is not later, or one is not of the years 1900 to 9999
     */
    public AuditFilter between(Instant begin, Instant end) {
        return during(new AuditPeriod(begin, end));
    }

    /** Only those of this time; whatever time was wanted before. */
    public AuditFilter during(AuditPeriod period) {
        return new AuditFilter(Optional.of(period.from()), Optional.of(period.to()), values, meaning, newestFirst);
    }

    /** Only those from this moment on. */
    public AuditFilter from(Instant begin) {
        return new AuditFilter(Optional.of(begin), to, values, meaning, newestFirst);
    }

    /** Only those before this moment. */
    public AuditFilter to(Instant end) {
        return new AuditFilter(from, Optional.of(end), values, meaning, newestFirst);
    }

    /**
     * Only those in which a field has one of these values; events without a value of it have none of them.
     *
     * @throws IllegalArgumentException if values of this field were named before
     */
    public AuditFilter where(AuditField field, String... some) {
        if (values.containsKey(field)) {
            throw new IllegalArgumentException(
                    "Which values the " + field.heading() + " has was said already; name all of them at once");
        }
        var all = new EnumMap<AuditField, Set<String>>(AuditField.class);
        all.putAll(values);
        all.put(Objects.requireNonNull(field, "field"), EventRule.values(some));
        return new AuditFilter(from, to, Map.copyOf(all), meaning, newestFirst);
    }

    /**
     * Only those that mean this, by the rules of the table.
     *
     * @throws IllegalArgumentException if it was said before that they mean something else
     */
    public AuditFilter only(EventMeaning wanted) {
        if (meaning.isPresent() && meaning.get() != wanted) {
            throw new IllegalArgumentException(
                    "The events that are wanted are " + meaning.get().words() + " already");
        }
        return new AuditFilter(from, to, values, Optional.of(wanted), newestFirst);
    }

    /** The newest first; the oldest, if nobody says otherwise. */
    public AuditFilter newestFirst() {
        return new AuditFilter(from, to, values, meaning, true);
    }

    /** The first moment; from the beginning if it is empty. */
    public Optional<Instant> from() {
        return from;
    }

    /** The first moment that is not wanted any more; up to the end if it is empty. */
    public Optional<Instant> to() {
        return to;
    }

    /** By fields, one of which values is wanted. */
    public Map<AuditField, Set<String>> values() {
        return values;
    }

    /** What the events mean; anything if it is empty. */
    public Optional<EventMeaning> meaning() {
        return meaning;
    }

    /** Whether the newest come first. */
    public boolean isNewestFirst() {
        return newestFirst;
    }

    /** Which conditions there are, without their values: those may name a patient. */
    @Override
    public String toString() {
        var text = new StringBuilder(conditions());
        from.ifPresent(it -> text.append(" from ").append(it));
        to.ifPresent(it -> text.append(" before ").append(it));
        return text.toString();
    }

    /**
     * Tells whether this filter is another one than that of yesterday: four hexadecimal digits of a hash of its values, which are too few to
     * find the values by.
     */
    String mark() {
        var text = new StringBuilder();
        for (var field : AuditField.values()) {
            var some = values.get(field);
            if (some != null) {
                text.append(field).append(' ').append(some.stream().sorted().toList());
            }
        }
        if (text.isEmpty()) {
            return "";
        }
        var hash = CellWriter.sha256().digest(text.toString().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash, 0, 2);
    }

    /** The same without the time. */
    String conditions() {
        var text = new StringBuilder("events");
        meaning.ifPresent(it -> text.append(" that are ").append(it.words()));
        for (var field : AuditField.values()) {
            if (values.containsKey(field)) {
                text.append(", ").append(field.heading()).append(" chosen");
            }
        }
        return text.toString();
    }
}
