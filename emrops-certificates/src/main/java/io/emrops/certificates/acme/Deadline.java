package io.emrops.certificates.acme;

import java.time.Duration;

/** Until when an order has time; by a clock that nobody sets. */
final class Deadline {
    private final long end;

    private Deadline(long end) {
        this.end = end;
    }

    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** Zero when it is over. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    boolean isOver() {
        return left().isZero();
    }

    /** As much of this time as is left. */
    Duration atMost(Duration time) {
        return time.compareTo(left()) < 0 ? time : left();
    }
}
