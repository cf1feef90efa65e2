package io.emrops.benchmarks.steps;

import io.emrops.benchmarks.Effort;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Rounds of JMH: in each of them every method has a JVM of its own, one after the other. */
final class JmhRounds {
    private final Effort effort;
    private final Path scratch;
    private final Rounds rounds = new Rounds();

    JmhRounds(Effort effort, Path scratch) {
        this.effort = effort;
        this.scratch = scratch;
    }

    /** Measures all methods of ours, and these of the peers'; the contestants are called as the methods are. */
    Rounds run(List<String> peers) throws RunnerException {
        var ours = methods(OurSteps.class, ".*");
        var theirs = methods(TimeLimitedCalls.class, String.join("|", peers));
        for (int round = 0; round < effort.choose(1, 3); round++) {
            // An engine is much more code than a call, and is fast later.
            add(ours, effort.choose(4, 14));
            add(theirs, effort.choose(2, 6));
        }
        return rounds;
    }

    /** What the steps of a method of ours took alone, without the beginning and the report of their run. */
    static String betweenBodies(String method) {
        return method + " between bodies";
    }

    private static String methods(Class<?> benchmarks, String names) {
        return "^" + benchmarks.getName().replace(".", "\\.") + "\\.(" + names + ")$";
    }

    private void add(String methods, int warmup) throws RunnerException {
        var milliseconds = TimeValue.milliseconds(500);
        var options = new OptionsBuilder()
                .include(methods)
                .param("scratch", scratch.toString())
                .forks(1)
                .jvmArgsAppend(jvmArgs())
                .warmupIterations(warmup)
                .warmupTime(milliseconds)
                .measurementIterations(effort.choose(2, 5))
                .measurementTime(milliseconds)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        for (var result : new Runner(options).run()) {
            var score = result.getPrimaryResult();
            rounds.add(score.getLabel(), score.getScore());
            var parts = result.getSecondaryResults();
            if (parts.containsKey("nanos")) {
                rounds.add(
                        betweenBodies(score.getLabel()),
                        parts.get("nanos").getScore() / parts.get("steps").getScore() / 1000);
            }
        }
    }

    private static String[] jvmArgs() {
        var args = new ArrayList<>(List.of("-Xms1g", "-Xmx1g"));
        if (Runtime.version().feature() >= 24) {
            // JMH reads objects with it, and each JVM would warn of that.
            args.add("--sun-misc-unsafe-memory-access=allow");
        }
        return args.toArray(String[]::new);
    }
}
