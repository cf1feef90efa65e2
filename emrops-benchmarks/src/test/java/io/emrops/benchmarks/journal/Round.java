package io.emrops.benchmarks.journal;

import io.emrops.benchmarks.journal.ClosedLoop.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** One log from its opening until all that it acknowledged was read back. */
record Round(Contender contender, int writers, Duration warmUp, Duration time) {
    /**
     * Runs it.
     *
     * @param directory does not exist yet; is left with what the log wrote
     */
    Result run(Path directory) throws Exception {
        Files.createDirectory(directory);
        Result result;
        try (var log = contender.open(directory, writers)) {
            result = new ClosedLoop(log, warmUp, time).run(writers);
        }
        contender.requireKept(directory, result.acknowledged());
        return result;
    }
}
