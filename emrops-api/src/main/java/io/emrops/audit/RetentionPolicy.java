package io.emrops.audit;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;

/**
 * How long audit rows are kept, and on whose word. Seven years are a policy of hospitals, not the law: what 45 CFR 164.316(b)(2)(i) asks for
 * is that documentation of the Security Rule is kept for six years from when it was made or was last in effect, whichever is later. Whether a row of
 * an audit log is such documentation is not settled, and the law of a state may ask for more; so nothing shorter than six years is taken without somebody's
 * name, reason and date.
 *
 * <p>Years are years of the calendar: seven times 365 days would be a day or two short.
 */
public final class RetentionPolicy {
    /** Of 45 CFR 164.316(b)(2)(i). */
    public static final int YEARS_OF_LAW = 6;

    private static final int YEARS_OF_POLICY = 7;

    private final Period period;
    private final ZoneId zone;
    private final Optional<WrittenOverride> override;

    private RetentionPolicy(Period period, ZoneId zone, Optional<WrittenOverride> override) {
        this.period = period;
        this.zone = zone;
        this.override = override;
    }

    /**
     * Who has decided on less than the law asks of documentation.
     *
     * @param by a person by name
     * @param reason as it is to be read by an auditor
     * @param date when it was decided
     */
    public record WrittenOverride(String by, String reason, LocalDate date) {
        public WrittenOverride {
            requireText(by, "name");
            requireText(reason, "reason");
            Objects.requireNonNull(date, "date");
        }

        private static void requireText(String value, String what) {
            if (Objects.requireNonNull(value, what).isBlank()) {
                throw new IllegalArgumentException("A retention of less than " + YEARS_OF_LAW + " years has a " + what);
            }
        }
    }

    /** Seven years. */
    public static RetentionPolicy standard() {
        return years(YEARS_OF_POLICY);
    }

    /**
     * So many years.
     *
     * @throws IllegalArgumentException for fewer than six: see {@link #shorter}
     */
    public static RetentionPolicy years(int years) {
        if (years < YEARS_OF_LAW) {
            throw new IllegalArgumentException("Fewer than " + YEARS_OF_LAW + " years (" + years
                    + ") are kept only on somebody's word, with a name, a reason and a date: 45 CFR 164.316(b)(2)(i)");
        }
        return new RetentionPolicy(Period.ofYears(years), ZoneOffset.UTC, Optional.empty());
    }

    /**
     * Less than six years, on somebody's word.
     *
     * @param period positive
     * @throws IllegalArgumentException if it is not positive, or not less than six years
     */
    public static RetentionPolicy shorter(Period period, WrittenOverride override) {
        if (period.isNegative() || period.isZero() || period.getMonths() < 0 || period.getDays() < 0) {
            throw new IllegalArgumentException("A retention is positive, not " + period);
        }
        if (period.toTotalMonths() >= 12L * YEARS_OF_LAW) {
            throw new IllegalArgumentException(
                    period + " is not less than " + YEARS_OF_LAW + " years, and needs no override");
        }
        return new RetentionPolicy(period, ZoneOffset.UTC, Optional.of(Objects.requireNonNull(override, "override")));
    }

    /** The same by the days of this zone; of UTC if nobody says otherwise. */
    public RetentionPolicy in(ZoneId newZone) {
        return new RetentionPolicy(period, Objects.requireNonNull(newZone, "newZone"), override);
    }

    /** The first moment that is kept: the beginning of this day, so long ago. What is before it is due. */
    public Instant cutoff(Instant now) {
        return LocalDate.ofInstant(now, zone).minus(period).atStartOfDay(zone).toInstant();
    }

    /** How long. */
    public Period period() {
        return period;
    }

    /** On whose word it is less than the law asks of documentation; empty if it is not less. */
    public Optional<WrittenOverride> override() {
        return override;
    }

    /** As evidence: how long, what of it is law and what is policy, and who has said so. */
    @Override
    public String toString() {
        var length =
                period.getDays() == 0 && period.getMonths() == 0 ? period.getYears() + " years" : period.toString();
        return override.map(who -> length + ", less than the six years of 45 CFR 164.316(b)(2)(i), on the word of "
                        + who.by() + " of " + who.date() + ": " + who.reason())
                .orElse(
                        period.getYears() == YEARS_OF_LAW && period.toTotalMonths() == 12L * YEARS_OF_LAW
                                ? length + ", as 45 CFR 164.316(b)(2)(i) asks of documentation"
                                : length + ", by policy; 45 CFR 164.316(b)(2)(i) asks for six of documentation");
    }
}
