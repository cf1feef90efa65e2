package io.emrops.benchmarks.journal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/** Writers that append one record after the other, each waiting for its own, until the time is over for all of them. */
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

    private record Writer(long records, long measured) {}

    private final DurableLog log;
    private final long warmUp;
    private final long time;
    private volatile long start;

    ClosedLoop(DurableLog log, Duration warmUp, Duration time) {
        this.log = log;
        this.warmUp = warmUp.toNanos();
        this.time = time.toNanos();
    }

    Result run(int writers) throws InterruptedException, ExecutionException {
        var threads = Executors.newFixedThreadPool(writers);
        try {
            var together = new CyclicBarrier(writers, () -> start = System.nanoTime());
            var running = new ArrayList<Future<Writer>>();
            for (int writer = 0; writer < writers; writer++) {
                int number = writer;
                running.add(threads.submit(() -> {
                    together.await();
                    return write(number);
                }));
            }
            var acknowledged = new long[writers];
            long measured = 0;
            for (int writer = 0; writer < writers; writer++) {
                var result = running.get(writer).get();
                acknowledged[writer] = result.records();
                measured += result.measured();
            }
            return new Result(acknowledged, measured * 1e9 / time);
        } finally {
            threads.shutdownNow();
        }
    }

    private Writer write(int number) throws Exception {
        long sequence = 0;
        long measured = 0;
        long elapsed = System.nanoTime() - start;
        while (elapsed < warmUp + time) {
            log.append(number, sequence, Payload.of(number, sequence));
            sequence++;
            elapsed = System.nanoTime() - start;
            if (elapsed >= warmUp && elapsed < warmUp + time) {
                measured++;
            }
        }
        return new Writer(sequence, measured);
    }
}
