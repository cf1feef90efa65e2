package io.emrops.benchmarks.docker;

import io.emrops.benchmarks.Benchmark;
import io.emrops.benchmarks.Effort;
import io.emrops.benchmarks.table.Figure;
import io.emrops.benchmarks.table.Goal;
import io.emrops.benchmarks.table.Quantity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A version rolled out over three instances behind a HAProxy, beside a shell script that does the same. */
public final class RollingBenchmark implements Benchmark {
    private static final Goal AT_MOST = Goal.ratioAtMost(1.1);

    @Override
    public String name() {
        return "rolling";
    }

    @Override
    public List<Figure> run(Effort effort, Path scratch) throws Exception {
        if (!BalancedService.possible()) {
            System.out.println(
                    "  no engine with the images of the examples, Compose 2, HAProxy and socat: not measured");
            return List.of();
        }
        var script = new SurgeScript(scratch);
        try (var service = new BalancedService(scratch)) {
            return List.of(measure(effort, service, script));
        }
    }

    private static Figure measure(Effort effort, BalancedService service, SurgeScript script) throws Exception {
        var ours = new ArrayList<Double>();
        var theirs = new ArrayList<Double>();
        service.roll("1.0.0");
        for (var round = 0; round < effort.choose(2, 5); round++) {
            var begin = System.nanoTime();
            service.roll("2.0.0");
            ours.add((System.nanoTime() - begin) / 1e9);
            service.require("2.0.0");
            theirs.add(script.seconds(service.words("1.0.0")));
            service.require("1.0.0");
        }
        return Figure.of("Rolling roll-out of 3 replicas behind HAProxy", new Quantity(median(ours), "s"), AT_MOST)
                .beside("shell script with docker-compose and socat", median(theirs))
                .noting("Both wait for the same health checks. The script asks no registry and keeps no release.");
    }

    private static double median(List<Double> rounds) {
        return Quantity.median(rounds.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
