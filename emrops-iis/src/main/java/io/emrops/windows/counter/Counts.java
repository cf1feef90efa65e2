package io.emrops.windows.counter;

import io.emrops.DataSize;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Numbers of counters: unsigned, of 32 or 64 bits, that count up and may begin anew. */
final class Counts {
    /** Clocks and counts are not taken in the same instant. */
    private static final double TOLERANCE = 0.05;

    private static final long BEYOND_32_BITS = 1L << 32;
    private static final long LIKELY_WRAPPED = 1L << 30;

    private Counts() {}

    /** Empty if there is none, or it does not fit 63 bits, which no count reaches. */
    static OptionalLong parse(String text) {
        try {
            var number = Long.parseLong(text);
            return number < 0 ? OptionalLong.empty() : OptionalLong.of(number);
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    static Optional<DataSize> bytes(String text) {
        var number = parse(text);
        return number.isPresent() ? Optional.of(new DataSize(number.getAsLong())) : Optional.empty();
    }

    /** How far a count of 64 bits has come; empty if it began anew. */
    static OptionalLong delta(String before, String after) {
        var from = parse(before);
        var to = parse(after);
        return from.isEmpty() || to.isEmpty() || to.getAsLong() < from.getAsLong()
                ? OptionalLong.empty()
                : OptionalLong.of(to.getAsLong() - from.getAsLong());
    }

    /** The same of 32 bits. One that is smaller now has wrapped if it was near its end, and began anew otherwise. */
    static OptionalLong delta32(String before, String after) {
        var from = parse(before);
        var to = parse(after);
        if (from.isEmpty() || to.isEmpty()) {
            return OptionalLong.empty();
        }
        var direct = to.getAsLong() - from.getAsLong();
        if (direct >= 0) {
            return OptionalLong.of(direct);
        }
        var wrapped = direct + BEYOND_32_BITS;
        return wrapped >= 0 && wrapped < LIKELY_WRAPPED ? OptionalLong.of(wrapped) : OptionalLong.empty();
    }

    /** Empty if one of them is, or there is nothing to divide by. */
    static OptionalDouble ratio(OptionalLong dividend, OptionalLong divisor) {
        return dividend.isEmpty() || divisor.isEmpty() || divisor.getAsLong() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) dividend.getAsLong() / divisor.getAsLong());
    }

    /** How many seconds have passed on a clock. */
    static OptionalDouble seconds(String before, String after, String frequency) {
        return ratio(delta(before, after), parse(frequency));
    }

    static Optional<Double> perSecond(OptionalLong count, OptionalDouble seconds) {
        return count.isEmpty() || seconds.isEmpty() || seconds.getAsDouble() == 0
                ? Optional.empty()
                : Optional.of(count.getAsLong() / seconds.getAsDouble());
    }

    /** A share that cannot be below 0 or above 1; empty if it is, by more than what clocks explain. */
    static Optional<Double> share(OptionalDouble measured) {
        var share = measured.orElse(Double.NaN);
        return share >= -TOLERANCE && share <= 1 + TOLERANCE
                ? Optional.of(Math.min(1, Math.max(0, share)))
                : Optional.empty();
    }

    static OptionalDouble inverse(OptionalDouble share) {
        return share.isEmpty() ? share : OptionalDouble.of(1 - share.getAsDouble());
    }

    static Optional<Long> boxed(OptionalLong value) {
        return value.isEmpty() ? Optional.empty() : Optional.of(value.getAsLong());
    }

    static Optional<Double> boxed(OptionalDouble value) {
        return value.isEmpty() ? Optional.empty() : Optional.of(value.getAsDouble());
    }
}
