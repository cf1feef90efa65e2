package io.emrops.benchmarks.docker;

import io.emrops.benchmarks.Benchmark;
import io.emrops.benchmarks.Effort;
import io.emrops.benchmarks.table.Figure;
import io.emrops.benchmarks.table.Goal;
import io.emrops.benchmarks.table.Quantity;
import io.emrops.docker.ComposeDeployer;
import io.emrops.docker.DockerEngine;
import io.emrops.metrics.MetricsProvider;
import io.emrops.metrics.MetricsSample;
import io.emrops.metrics.Usage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What twenty containers use, beside {@code docker stats --no-stream}; where there is no engine, nothing is measured. */
public final class MetricsBenchmark implements Benchmark {
    private static final int COUNT = 20;
    private static final int LOOKS = 200;

    @Override
    public String name() {
        return "metrics";
    }

    private interface Work {
        void run() throws Exception;
    }

    private static double millis(Work work) throws Exception {
        var begin = System.nanoTime();
        work.run();
        return (System.nanoTime() - begin) / 1e6;
    }

    @Override
    public List<Figure> run(Effort effort, Path scratch) throws Exception {
        if (!Containers.possible()) {
            System.out.println("there is no Docker engine with the images of the examples");
            return List.of();
        }
        var file = Files.writeString(scratch.resolve("compose.yml"), "services: {}\n");
        try (var containers = new Containers(COUNT);
                var engine = DockerEngine.local()) {
            return measure(effort, containers, engine, file);
        }
    }

    private static List<Figure> measure(Effort effort, Containers containers, DockerEngine engine, Path file)
            throws Exception {
        var first = new ArrayList<Double>();
        var later = new ArrayList<Double>();
        var command = new ArrayList<Double>();
        require(metrics(containers, engine, file).sample());
        for (var round = 0; round < effort.choose(3, 7); round++) {
            command.add(millis(() -> require(containers.stats())));
            var metrics = metrics(containers, engine, file);
            first.add(millis(() -> require(metrics.sample())));
            Thread.sleep(1000);
            later.add(millis(() -> require(metrics.sample())));
        }
        var peer = median(command);
        return List.of(
                figure("Sample of 20 containers, one every few seconds", later, Goal.ratioAtMost(0.4), peer),
                figure("Sample of 20 containers, the first", first, Goal.NONE, peer)
                        .noting("The engine measures once a second, and processors take two measurements."),
                Figure.of("Sample of 20 containers, watching", watching(containers, engine, file), Goal.atMost(1))
                        .beside("docker stats --no-stream", peer)
                        .noting("From memory; no older than about a second."));
    }

    private static MetricsProvider metrics(Containers containers, DockerEngine engine, Path file) {
        return ComposeDeployer.project(containers.project)
                .file(file)
                .versionVariable("VERSION")
                .engine(engine)
                .build()
                .metrics();
    }

    private static Quantity watching(Containers containers, DockerEngine engine, Path file) throws Exception {
        var rounds = new ArrayList<Double>();
        try (var watch = metrics(containers, engine, file).watch()) {
            while (known(watch.latest()) < COUNT) {
                Thread.sleep(100);
            }
            for (var i = 0; i < LOOKS; i++) {
                rounds.add(millis(() -> require(watch.latest())));
            }
        }
        return new Quantity(median(rounds), "ms");
    }

    private static Figure figure(String what, List<Double> rounds, Goal goal, double peer) {
        return Figure.of(what, new Quantity(median(rounds), "ms"), goal).beside("docker stats --no-stream", peer);
    }

    private static double median(List<Double> rounds) {
        return Quantity.median(rounds.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static void require(MetricsSample sample) {
        require(known(sample));
    }

    private static void require(long known) {
        if (known != COUNT) {
            throw new IllegalStateException(known + " of " + COUNT + " containers were measured");
        }
    }

    private static long known(MetricsSample sample) {
        return sample.instances().stream()
                .filter(each -> each.usage().flatMap(Usage::cpu).isPresent())
                .count();
    }
}
