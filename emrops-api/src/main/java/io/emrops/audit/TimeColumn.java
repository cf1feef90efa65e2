package io.emrops.audit;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A column that holds moments, and by which clock it was written. It has to be said: {@code 2026-11-01T01:30} in a table tells
 * nobody whether that is UTC, and in New York the clock showed it twice.
 *
 * @param column its name
 * @param zone by which clock; empty if each value has its own offset
 */
public record TimeColumn(String column, Optional<ZoneId> zone) {
    public TimeColumn {
        if (Objects.requireNonNull(column, "column").isEmpty()) {
            throw new IllegalArgumentException("A column has a name");
        }
        Objects.requireNonNull(zone, "zone");
    }

    /** Values are UTC, as of {@code SYSUTCDATETIME()}. */
    public static TimeColumn utc(String column) {
        return new TimeColumn(column, Optional.of(ZoneOffset.UTC));
    }

    /**
     * Values are what the clock on the wall showed, as of {@code GETDATE()}. A time that it showed twice, when it was put back,
     * is taken for the first of the two; {@link AuditEvent#timeIsCertain} tells. A time that it never showed is taken for the
     * moment at which it was put forward.
     */
    public static TimeColumn local(String column, ZoneId zone) {
        return new TimeColumn(column, Optional.of(zone));
    }

    /** Each value has its offset, as of {@code SYSDATETIMEOFFSET()}. */
    public static TimeColumn withOffset(String column) {
        return new TimeColumn(column, Optional.empty());
    }

    /**
     * The moment that a recorded time is taken for. Of two recorded times, the later one is never taken for an earlier moment.
     *
     * @throws IllegalStateException if values have their own offset
     */
    public Instant momentOf(LocalDateTime recorded) {
        if (requireZone() instanceof ZoneOffset offset) {
            return recorded.toInstant(offset);
        }
        var rules = requireZone().getRules();
        var offsets = rules.getValidOffsets(recorded);
        return offsets.isEmpty() ? rules.getTransition(recorded).getInstant() : recorded.toInstant(offsets.get(0));
    }

    /**
     * The first recorded time that is taken for this moment or a later one: what is recorded from then on is what happened from
     * this moment on, and all before is before.
     *
     * @throws IllegalStateException if values have their own offset
     */
    public LocalDateTime firstRecordedAt(Instant moment) {
        var zone = requireZone();
        var recorded = LocalDateTime.ofInstant(moment, zone);
        var rules = zone.getRules();
        var transition = rules.isFixedOffset() ? null : transitionAbout(rules, moment, recorded);
        return transition == null ? recorded : transition.getDateTimeBefore();
    }

    /** Where the clock showed the time for the second time, or jumped to it. */
    private static @Nullable ZoneOffsetTransition transitionAbout(
            ZoneRules rules, Instant moment, LocalDateTime recorded) {
        var overlap = rules.getTransition(recorded);
        if (overlap != null && overlap.isOverlap()) {
            return rules.getOffset(moment).equals(overlap.getOffsetAfter()) ? overlap : null;
        }
        var last = rules.previousTransition(moment.plusNanos(1));
        return last != null && last.isGap() && last.getInstant().equals(moment) ? last : null;
    }

    /** Whether the clock showed this time only once; one that it showed twice may mean an hour later, and one that it never showed anything. */
    public boolean isCertain(LocalDateTime recorded) {
        return zone.isEmpty() || zone.get().getRules().getValidOffsets(recorded).size() == 1;
    }

    private ZoneId requireZone() {
        return zone.orElseThrow(() -> new IllegalStateException("The values of " + column + " have their own offset"));
    }

    /** Whether a clock that is put back makes some of its values mean either of two moments. */
    public boolean isAmbiguous() {
        return zone.isPresent() && !zone.get().getRules().isFixedOffset();
    }

    /** As part of a sentence: "EventTime (time in America/New_York)". */
    @Override
    public String toString() {
        return column + " (" + kind() + ")";
    }

    /** Such as "time in America/New_York". */
    public String kind() {
        return zone.map(it -> it.equals(ZoneOffset.UTC) ? "time in UTC" : "time in " + it)
                .orElse("time with offset");
    }
}
