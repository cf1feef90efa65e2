package io.emrops.benchmarks.journal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/** Writers that append one record after the other, each waiting for its own, until the time is over. */
final class ClosedLoop {
    /**
     * What came of it.
     *
     * @param acknowledged records of each writer, those of the warm-up with them
     * @param perSecond records of all writers, after the warm-up
     */
    record Result(long[] acknowledged, double perSecond) {
        long records() {
            return LongStream.of(acknowledged).sum();
        }

        /** How long a writer waited for a record on average. */
        double microseconds() {
            return acknowledged.length * 1e6 / perSecond;
        }
    }

    private record Writer(long records, long measured, long nanoseconds) {}

    private final DurableLog log;
    private final long warmUp;
    private final long time;

    ClosedLoop(DurableLog log, Duration warmUp, Duration time) {
        this.log = log;
        this.warmUp = warmUp.toNanos();
        this.time = time.toNanos();
    }

    Result run(int writers) throws InterruptedException, ExecutionException {
        var threads = Executors.newFixedThreadPool(writers);
        try {
            var start = new CyclicBarrier(writers);
            var running = new ArrayList<Future<Writer>>();
            for (int writer = 0; writer < writers; writer++) {
                int number = writer;
                running.add(threads.submit(() -> {
                    start.await();
                    return write(number);
                }));
            }
            var acknowledged = new long[writers];
            double perSecond = 0;
            for (int writer = 0; writer < writers; writer++) {
                var result = running.get(writer).get();
                acknowledged[writer] = result.records();
                perSecond += result.measured() * 1e9 / result.nanoseconds();
            }
            return new Result(acknowledged, perSecond);
        } finally {
            threads.shutdownNow();
        }
    }

    private Writer write(int number) throws Exception {
        var sequence = 0L;
        var begun = System.nanoTime();
        while (System.nanoTime() - begun < warmUp) {
            log.append(number, sequence, Payload.of(number, sequence));
            sequence++;
        }
        var unmeasured = sequence;
        var from = System.nanoTime();
        var now = from;
        while (now - from < time) {
            log.append(number, sequence, Payload.of(number, sequence));
            sequence++;
            now = System.nanoTime();
        }
        return new Writer(sequence, sequence - unmeasured, now - from);
    }
}
