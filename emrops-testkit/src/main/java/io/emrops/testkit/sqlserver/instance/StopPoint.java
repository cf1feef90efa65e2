package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.statement.RestoreOption.Stop;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Up to where a log is done again. At a time, what was committed at it or before is applied; the vendor's pages disagree on the
 * instant itself, so nobody should depend on that.
 *
 * @param at for a stop at a time
 * @param mark for a stop at a mark, or {@code lsn:} and a number
 * @param lsn this number
 * @param after the first mark at or after this time counts
 */
record StopPoint(Stop.Kind kind, Optional<Instant> at, String mark, Optional<BigDecimal> lsn, Optional<Instant> after) {
    private static final String LSN = "lsn:";

    /** @throws Refusal if a time is none, or a number is none */
    static Optional<StopPoint> of(Instance instance, List<Stop> stops, Values values) throws Refusal {
        if (stops.isEmpty()) {
            return Optional.empty();
        }
        var stop = stops.get(0);
        if (stop.kind() == Stop.Kind.STOPAT) {
            var time = Optional.of(values.time(stop.point()));
            return Optional.of(new StopPoint(stop.kind(), time, "", Optional.empty(), Optional.empty()));
        }
        var after = stop.after().isEmpty()
                ? Optional.<Instant>empty()
                : Optional.of(values.time(stop.after().get()));
        var mark = values.text(stop.point());
        var lsn = isLsn(mark) ? Optional.of(number(instance, mark)) : Optional.<BigDecimal>empty();
        return Optional.of(new StopPoint(stop.kind(), Optional.empty(), mark, lsn, after));
    }

    private static boolean isLsn(String mark) {
        return mark.regionMatches(true, 0, LSN, 0, LSN.length());
    }

    private static BigDecimal number(Instance instance, String mark) throws Refusal {
        var digits = mark.substring(LSN.length()).strip();
        if (!digits.matches("\\d{1,25}")) {
            throw instance.refusal(4334);
        }
        return new BigDecimal(digits);
    }

    /** Whether it is a mark that a transaction has made. */
    boolean isNamed() {
        return at.isEmpty() && lsn.isEmpty();
    }

    /** Whether the point comes before the end of a data backup. */
    boolean isTooEarlyFor(BackupSet set) {
        return at.map(time -> time.isBefore(set.until())).orElse(false)
                || lsn.map(number -> number.compareTo(set.last().decimal()) < 0).orElse(false);
    }

    /** Whether one has to do this transaction again to come to the point. */
    boolean isReachedOver(Commit commit) {
        return at.map(time -> !commit.at().isAfter(time))
                .or(() -> lsn.map(number -> commit.lsn().decimal().compareTo(number) <= 0))
                .orElse(true);
    }

    boolean isTime() {
        return at.isPresent();
    }

    /** The transactions of a log that come before the point; empty if the log does not reach it. */
    Optional<List<Commit>> before(List<Commit> log, Instant until) {
        if (at.isPresent()) {
            var time = at.get();
            return until.isBefore(time)
                    ? Optional.empty()
                    : Optional.of(log.stream()
                            .filter(commit -> !commit.at().isAfter(time))
                            .toList());
        }
        for (var i = 0; i < log.size(); i++) {
            if (isMark(log.get(i))) {
                return Optional.of(log.subList(0, kind == Stop.Kind.STOPATMARK ? i + 1 : i));
            }
        }
        return Optional.empty();
    }

    private boolean isMark(Commit commit) {
        if (lsn.isPresent()) {
            return commit.lsn().decimal().compareTo(lsn.get()) >= 0;
        }
        return commit.mark().equals(mark)
                && after.map(time -> !commit.at().isBefore(time)).orElse(true);
    }
}
