package io.emrops.benchmarks.steps;

import io.emrops.Report;
import io.emrops.Runbook;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Runs of a thousand steps, from the request to the report. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class OurSteps {
    static final int STEPS = 1000;

    /** A runbook that is always the same, and an engine that is new for each iteration, so that no store grows for long. */
    @State(Scope.Benchmark)
    public abstract static class Running {
        private final Work work = new Work();
        private final Runbook runbook = StepRunbooks.sequence(STEPS, work);
        private Ours ours;

        abstract Ours open() throws Exception;

        @Setup(Level.Iteration)
        public void begin() throws Exception {
            ours = open();
        }

        Report run(BetweenBodies between) throws Exception {
            var report = work.expecting(STEPS, () -> ours.run(runbook));
            between.nanos += work.nanos();
            between.steps += STEPS - 1;
            return report;
        }

        @TearDown(Level.Iteration)
        public void end() {
            ours.close();
        }
    }

    /** The steps alone, from the first body of a run to its last, without the run's beginning and its report. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class BetweenBodies {
        public long nanos;
        public long steps;
    }

    /** An engine that writes nothing down. */
    public static class WithoutJournal extends Running {
        @Override
        Ours open() {
            return Ours.withoutJournal();
        }
    }

    /** An engine with a journal that nobody forces to the disk. */
    public static class Unforced extends Running {
        /** Where journals may lie. */
        @Param("")
        public String scratch;

        @Override
        Ours open() throws Exception {
            return Ours.unforced(Files.createTempDirectory(Path.of(scratch), "unforced"));
        }
    }

    @Benchmark
    @OperationsPerInvocation(STEPS)
    public Report withoutJournal(WithoutJournal running, BetweenBodies between) throws Exception {
        return running.run(between);
    }

    @Benchmark
    @OperationsPerInvocation(STEPS)
    public Report unforced(Unforced running, BetweenBodies between) throws Exception {
        return running.run(between);
    }
}
