package io.emrops.certificates.acme;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Until when an order has time; by a clock that nobody sets. */
final class Deadline {
    private final LongSupplier nanos;
    private final long end;

    private Deadline(LongSupplier nanos, long end) {
        this.nanos = nanos;
        this.end = end;
    }

    static Deadline in(Duration time) {
        return in(time, System::nanoTime);
    }

    /** @param nanos counts nanoseconds, from wherever */
    static Deadline in(Duration time, LongSupplier nanos) {
        return new Deadline(nanos, nanos.getAsLong() + time.toNanos());
    }

    /** One that comes after this time, or with this one. */
    Deadline orIn(Duration time) {
        return in(atMost(time), nanos);
    }

    /** Zero when it is over. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, end - nanos.getAsLong()));
    }

    boolean isOver() {
        return left().isZero();
    }

    /** As much of this time as is left. */
    Duration atMost(Duration time) {
        var left = left();
        return time.compareTo(left) < 0 ? time : left;
    }
}
