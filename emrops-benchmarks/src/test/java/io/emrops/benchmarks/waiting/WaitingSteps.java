package io.emrops.benchmarks.waiting;

import io.emrops.Backoff;
import io.emrops.Finding;
import io.emrops.Items;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.TargetUnavailableException;
import io.emrops.core.Emrops;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;

/** One run whose steps all wait at once, for their next attempt or for the next look of a check. */
final class WaitingSteps {
    private WaitingSteps() {}

    /** @param args a directory, how many steps, how long they wait in ms, {@code attempts} or {@code looks}; {@code count} to count threads and end */
    public static void main(String[] args) throws Exception {
        var count = Integer.parseInt(args[1]);
        var wait = Duration.ofMillis(Long.parseLong(args[2]));
        var waiters = new Waiters(count, wait);
        var book = args[3].equals("looks") ? looks(count, wait, waiters) : attempts(count, wait, waiters);
        try (var engine = Emrops.engine(Path.of(args[0]))) {
            var threads = ManagementFactory.getThreadMXBean();
            var before = threads.getThreadCount();
            var run = engine.start(book, RunRequest.by("m.meier").because("CHG-1"));
            if (args.length > 4) {
                waiters.awaitAllWaiting();
                awaitNoneAtWork();
                var held = threads.getThreadCount() - before;
                waiters.requireNoneGone();
                System.out.println("threads=" + held);
                System.out.println("peak-threads=" + (threads.getPeakThreadCount() - before));
                Runtime.getRuntime().halt(0);
            }
            waiters.awaitAllGone();
            if (run.await().state() != RunState.SUCCEEDED) {
                throw new IllegalStateException(run.report().toMarkdown());
            }
        }
        waiters.print();
    }

    private static void awaitNoneAtWork() {
        while (Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream)
                .anyMatch(frame -> frame.getClassName().startsWith("io.emrops.core.engine.Strand"))) {
            Thread.onSpinWait();
        }
    }

    private static Runbook attempts(int count, Duration wait, Waiters waiters) {
        return Runbook.define(
                "waiting",
                "Waiting",
                rb -> rb.forEach(
                                "ping",
                                "Ping {item}",
                                Items.of(IntStream.range(0, count).boxed().toList(), i -> "h" + i),
                                (run, i) -> {
                                    if (run.attempt() == 1) {
                                        waiters.waits();
                                        throw new TargetUnavailableException("It does not answer yet");
                                    }
                                    waiters.goesOn();
                                })
                        .atMost(count)
                        .attempts(2, Backoff.fixed(wait))
                        .nothingToUndo("It only asks"));
    }

    private static Runbook looks(int count, Duration wait, Waiters waiters) {
        return Runbook.define("waiting", "Waiting", rb -> {
            var all = rb.parallel("all", "All");
            for (int i = 0; i < count; i++) {
                var id = "h" + i;
                var looked = new boolean[1];
                all.branch(
                        id,
                        "Host " + id,
                        branch -> branch.verify("up-" + id, "It is up", run -> {
                                    if (!looked[0]) {
                                        looked[0] = true;
                                        waiters.waits();
                                        return Finding.notOk("It does not answer yet");
                                    }
                                    waiters.goesOn();
                                    return Finding.ok("It answers");
                                })
                                .within(Duration.ofMinutes(1))
                                .every(wait));
            }
        });
    }
}
