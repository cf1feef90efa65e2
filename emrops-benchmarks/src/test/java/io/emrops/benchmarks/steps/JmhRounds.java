package io.emrops.benchmarks.steps;

import io.emrops.benchmarks.Effort;
import java.nio.file.Path;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Rounds of JMH: in each of them every method has a JVM of its own, one after the other. */
final class JmhRounds {
    private final Effort effort;
    private final Path scratch;

    JmhRounds(Effort effort, Path scratch) {
        this.effort = effort;
        this.scratch = scratch;
    }

    /** Measures; the contestants are called as the methods are. */
    Rounds run() throws RunnerException {
        var rounds = new Rounds();
        for (int round = 0; round < effort.choose(1, 3); round++) {
            // An engine is much more code than a call, and becomes fast later.
            add(rounds, OurSteps.class, effort.choose(6, 16));
            add(rounds, TimeLimitedCalls.class, effort.choose(2, 6));
        }
        return rounds;
    }

    private void add(Rounds rounds, Class<?> methods, int warmup) throws RunnerException {
        var milliseconds = TimeValue.milliseconds(500);
        var options = new OptionsBuilder()
                .include("^" + methods.getName().replace(".", "\\.") + "\\.")
                .param("scratch", scratch.toString())
                .forks(1)
                .jvmArgsAppend("-Xms1g", "-Xmx1g")
                .warmupIterations(warmup)
                .warmupTime(milliseconds)
                .measurementIterations(effort.choose(2, 6))
                .measurementTime(milliseconds)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        for (var result : new Runner(options).run()) {
            var score = result.getPrimaryResult();
            rounds.add(score.getLabel(), score.getScore());
        }
    }
}
