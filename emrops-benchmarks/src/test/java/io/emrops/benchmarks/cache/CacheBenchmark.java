package io.emrops.benchmarks.cache;

import io.emrops.Progress;
import io.emrops.benchmarks.Benchmark;
import io.emrops.benchmarks.Effort;
import io.emrops.benchmarks.process.Child;
import io.emrops.benchmarks.table.Figure;
import io.emrops.benchmarks.table.Goal;
import io.emrops.benchmarks.table.Quantity;
import io.emrops.cache.ClearPace;
import io.emrops.cache.ClearScope;
import io.emrops.redis.Redis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Half of a Redis's keys removed by their pattern, at full speed and with consideration for a client that reads meanwhile. */
public final class CacheBenchmark implements Benchmark {
    private static final String PEER = "redis-cli --scan | xargs redis-cli unlink";
    private static final Duration QUIET = Duration.ofSeconds(3);

    private final List<Double> peer = new ArrayList<>();
    private final List<Double> wholeProcess = new ArrayList<>();
    private final List<Double> fullSpeed = new ArrayList<>();
    private final List<Double> considerate = new ArrayList<>();
    private final List<Double> quietP99 = new ArrayList<>();
    private final List<Double> meanwhileP99 = new ArrayList<>();
    private final List<Double> besidePeerP99 = new ArrayList<>();

    @Override
    public String name() {
        return "caches";
    }

    @Override
    public List<Figure> run(Effort effort, Path scratch) throws Exception {
        if (!RedisServer.possible()) {
            System.out.println("  no redis-server, redis-cli and xargs: not measured");
            return List.of();
        }
        var keys = effort.choose(200_000, 1_000_000);
        try (var server = RedisServer.start(scratch);
                var redis = Redis.at("127.0.0.1", server.port).build()) {
            // The first round warms this JVM up.
            for (var round = 0; round <= effort.choose(1, 3); round++) {
                round(server, redis, keys);
                if (round == 0) {
                    List.of(peer, wholeProcess, fullSpeed, considerate, quietP99, meanwhileP99, besidePeerP99)
                            .forEach(List::clear);
                }
            }
        }
        return figures(keys);
    }

    private interface Work {
        void run() throws Exception;
    }

    private static double seconds(RedisServer server, int keys, Work work) throws Exception {
        server.fill(keys);
        var begin = System.nanoTime();
        work.run();
        var took = (System.nanoTime() - begin) / 1e9;
        server.requireLeft(keys / 2);
        return took;
    }

    private void round(RedisServer server, Redis redis, int keys) throws Exception {
        peer.add(seconds(server, keys, () -> shell(server)));
        wholeProcess.add(seconds(
                server,
                keys,
                () -> Child.run(Child.java(
                        List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
                        Clear.class,
                        Integer.toString(server.port)))));
        fullSpeed.add(seconds(server, keys, () -> clear(redis, ClearPace.FULL_SPEED)));
        server.fill(keys);
        try (var reader =
                Reader.start(Child.java(List.of("-XX:+UseSerialGC"), Reader.class, Integer.toString(server.port)))) {
            Thread.sleep(QUIET.toMillis());
            reader.endStretch();
            Thread.sleep(QUIET.toMillis());
            quietP99.add(reader.endStretch());
            var begin = System.nanoTime();
            clear(redis, ClearPace.CONSIDERATE);
            considerate.add((System.nanoTime() - begin) / 1e9);
            meanwhileP99.add(reader.endStretch());
            server.requireLeft(keys / 2);
            server.fill(keys);
            reader.endStretch();
            shell(server);
            besidePeerP99.add(reader.endStretch());
        }
    }

    private static void clear(Redis redis, ClearPace pace) throws InterruptedException {
        redis.clear(ClearScope.keys("page:*"), pace, Progress.none());
    }

    private static void shell(RedisServer server) throws InterruptedException {
        var port = Integer.toString(server.port);
        Child.run(List.of(
                "bash",
                "-c",
                "redis-cli -p " + port + " --scan --pattern 'page:*' | xargs redis-cli -p " + port
                        + " unlink > /dev/null"));
    }

    private List<Figure> figures(int keys) {
        var what = "Clear %,d of %,d keys by pattern".formatted(keys / 2, keys);
        var theirs = median(peer);
        return List.of(
                speed(what + " at full speed, in a process that runs", fullSpeed, theirs, Goal.ratioAtMost(1 / 3.0)),
                speed(what + " at full speed, as a process of its own", wholeProcess, theirs, Goal.NONE)
                        .noting("The start of a JVM and of its client included."),
                speed(what + " with consideration, beside a client", considerate, theirs, Goal.ratioAtMost(0.5))
                        .noting("The peer without a client beside it."),
                Figure.of(
                                "p99 of a client's reads while keys are cleared with consideration",
                                new Quantity(median(meanwhileP99), "µs"),
                                Goal.ratioAtMost(2))
                        .beside("the same client alone", median(quietP99))
                        .noting("While " + PEER + " runs: " + new Quantity(median(besidePeerP99), "µs") + "."));
    }

    private static Figure speed(String what, List<Double> ours, double theirs, Goal goal) {
        return Figure.of(what, new Quantity(median(ours), "s"), goal).beside(PEER, theirs);
    }

    private static double median(List<Double> rounds) {
        return Quantity.median(rounds.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
