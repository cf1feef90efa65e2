package io.emrops.benchmarks.journal;

import io.emrops.benchmarks.process.Child;
import io.emrops.benchmarks.process.Forces;
import io.emrops.benchmarks.table.Figure;
import io.emrops.benchmarks.table.Goal;
import io.emrops.benchmarks.table.Quantity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How often the contenders force, by a trace of their system calls. A writer waits for its record before it makes the next
 * one, so one force covers at most one record of each: fewer forces than that, and something was acknowledged too early.
 */
final class ForcesPerRecord {
    private static final int WRITERS = 8;

    private final Duration time;
    private final Path scratch;

    ForcesPerRecord(Duration time, Path scratch) {
        this.time = time;
        this.scratch = scratch;
    }

    /**
     * Traces all contenders.
     *
     * @throws IllegalStateException if one does not force what it acknowledges
     */
    Figure figure() throws IOException, InterruptedException {
        var ours = perRecord(Contender.EMROPS);
        var peers = new ArrayList<String>();
        for (var contender : Contender.values()) {
            if (contender != Contender.EMROPS) {
                peers.add(String.format(Locale.ROOT, "%s %.2f", contender.words(), perRecord(contender)));
            }
        }
        return Figure.of(
                        "Forces for each record, 8 writers",
                        new Quantity(ours, ""),
                        Goal.atMost(0.4).asFact())
                .noting(
                        "By a trace of system calls in which each force takes 1 ms longer; 1/8 is the least. The peers: "
                                + String.join("; ", peers) + ".");
    }

    private double perRecord(Contender contender) throws IOException, InterruptedException {
        var directory = scratch.resolve(contender + "-traced");
        var command = Child.java(
                List.of(),
                TracedRound.class,
                contender.name(),
                Integer.toString(WRITERS),
                Long.toString(time.toMillis()),
                directory.toString());
        var counted = Forces.count(command);
        if (counted.total() < counted.records() / WRITERS) {
            throw new IllegalStateException(contender.words() + " acknowledges what it has not forced: "
                    + counted.calls() + " for " + (long) counted.records() + " records of " + WRITERS + " writers");
        }
        return counted.perRecord();
    }
}
