package io.emrops.testkit.sqlserver.instance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How fast operations go, and where they stand still. Safe for use by several threads. */
final class Pace {
    private final List<Hold> holds = new ArrayList<>();
    private Duration durationOfOperations = Duration.ZERO;

    synchronized void operationsTake(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("no operation takes " + time);
        }
        durationOfOperations = time;
    }

    synchronized Duration durationOfOperations() {
        return durationOfOperations;
    }

    synchronized Hold hold(String command, int percent) {
        var hold = new Hold(command, percent);
        holds.add(hold);
        return hold;
    }

    /** For one operation only. */
    synchronized Optional<Hold> takeHold(String command, int percent) {
        holds.removeIf(Hold::isReleased);
        var found = holds.stream().filter(hold -> hold.isFor(command, percent)).findFirst();
        found.ifPresent(holds::remove);
        return found;
    }
}
