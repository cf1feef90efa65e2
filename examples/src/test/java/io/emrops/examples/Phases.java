package io.emrops.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;

/** What the clients of each service were given while something was done. */
final class Phases implements AutoCloseable {
    private static final int FEWEST = 20;
    private static final int FEWEST_A_SECOND = 1;

    private final Map<String, Traffic> traffic = new TreeMap<>();
    private final List<String> rows = new ArrayList<>();

    interface Work {
        void run() throws Exception;
    }

    /** @param failures by service */
    record Phase(Map<String, List<String>> failures) {
        List<String> failures(String service) {
            return failures.getOrDefault(service, List.of());
        }
    }

    Phases(BalancedStack stack) {
        stack.edge.services().forEach(service -> traffic.put(service, stack.traffic(service)));
    }

    /** Everybody was answered, and enough of them asked. */
    void lossless(String name, Work work) throws Exception {
        assertThat(count(name, work).failures()).as(name).isEmpty();
    }

    /** Asserts that enough was asked for in it. */
    Phase count(String name, Work work) throws Exception {
        var answeredBefore = new TreeMap<String, Integer>();
        var failedBefore = new TreeMap<String, Integer>();
        traffic.forEach((service, t) -> {
            answeredBefore.put(service, t.answered());
            failedBefore.put(service, t.failures().size());
        });
        var begin = System.nanoTime();
        try {
            work.run();
            awaitEnough(answeredBefore, failedBefore);
        } finally {
            row(name, begin, answeredBefore, failedBefore);
        }
        var seconds = (System.nanoTime() - begin) / 1e9;
        var failures = new TreeMap<String, List<String>>();
        traffic.forEach((service, t) -> {
            var all = t.failures();
            var now = all.subList(failedBefore.get(service), all.size());
            if (!now.isEmpty()) {
                failures.put(service, now);
            }
            assertThat(requests(service, answeredBefore, failedBefore))
                    .as("requests to " + service + " in: " + name)
                    .isGreaterThanOrEqualTo((int) (FEWEST_A_SECOND * seconds));
        });
        return new Phase(failures);
    }

    /** Work may be done sooner than a client can ask often. */
    private void awaitEnough(Map<String, Integer> answered, Map<String, Integer> failed) {
        Awaitility.await()
                .alias("enough requests to each service")
                .pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(30))
                .until(() ->
                        traffic.keySet().stream().allMatch(service -> requests(service, answered, failed) > FEWEST));
    }

    private int requests(String service, Map<String, Integer> answered, Map<String, Integer> failed) {
        var t = traffic.get(service);
        return t.answered() - answered.get(service) + t.failures().size() - failed.get(service);
    }

    /** Returns when one more has failed. */
    void awaitFailure(String service) {
        var before = traffic.get(service).failures().size();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> traffic.get(service).failures().size() > before);
    }

    private void row(String name, long begin, Map<String, Integer> answered, Map<String, Integer> failed) {
        var row = new StringBuilder(String.format(Locale.ROOT, "%-48s", name));
        traffic.forEach((service, t) -> {
            var failures = t.failures().size() - failed.get(service);
            row.append(String.format(Locale.ROOT, "%8d %6d", requests(service, answered, failed), failures));
        });
        rows.add(row + String.format(Locale.ROOT, "%8.1f", (System.nanoTime() - begin) / 1e9));
    }

    String table() {
        var head = new StringBuilder(String.format("%-48s", "phase"));
        traffic.keySet().forEach(service -> head.append(String.format("%8s %6s", service, "failed")));
        return head + " seconds\n" + String.join("\n", rows) + "\n";
    }

    @Override
    public void close() throws InterruptedException {
        for (var each : traffic.values()) {
            each.close();
        }
    }
}
