package io.emrops.benchmarks.journal;

import java.nio.file.Path;
import java.time.Duration;

/** One round in a process of its own, to be traced. Prints how many records were acknowledged. */
final class TracedRound {
    private TracedRound() {}

    /** Arguments: contender, number of writers, milliseconds, directory. */
    public static void main(String[] args) throws Exception {
        var time = Duration.ofMillis(Long.parseLong(args[2]));
        var round = new Round(Contender.valueOf(args[0]), Integer.parseInt(args[1]), Duration.ZERO, time);
        System.out.println("records=" + round.run(Path.of(args[3])).records());
    }
}
