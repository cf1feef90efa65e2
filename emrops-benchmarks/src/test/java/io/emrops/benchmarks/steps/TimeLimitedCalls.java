package io.emrops.benchmarks.steps;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import dev.failsafe.Timeout;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.timelimiter.TimeLimiter;
import io.github.resilience4j.timelimiter.TimeLimiterConfig;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What others take for a thousand calls, each within a time limit. None of them writes anything down or reports. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TimeLimitedCalls {
    private final Work work = new Work();
    private final ExecutorService executor = Executors.newSingleThreadExecutor();

    private final Timeout<Object> timeout =
            Timeout.builder(StepRunbooks.TIMEOUT).withInterrupt().build();
    private final FailsafeExecutor<Object> failsafe = Failsafe.with(timeout);
    private final FailsafeExecutor<Object> failsafeRetrying = Failsafe.with(RetryPolicy.ofDefaults(), timeout);

    private final TimeLimiter limiter = TimeLimiter.of(
            TimeLimiterConfig.custom().timeoutDuration(StepRunbooks.TIMEOUT).build());
    private final Callable<Long> limited = () -> limiter.executeFutureSupplier(() -> executor.submit(work::step));
    private final Callable<Long> limitedRetrying = Retry.decorateCallable(Retry.ofDefaults("step"), limited);

    @Benchmark
    @OperationsPerInvocation(OurSteps.STEPS)
    public long failsafeTimeout() throws Exception {
        return repeated(() -> failsafe.get(work::step));
    }

    @Benchmark
    @OperationsPerInvocation(OurSteps.STEPS)
    public long failsafeRetryAndTimeout() throws Exception {
        return repeated(() -> failsafeRetrying.get(work::step));
    }

    @Benchmark
    @OperationsPerInvocation(OurSteps.STEPS)
    public long resilience4jTimeLimiter() throws Exception {
        return repeated(limited);
    }

    @Benchmark
    @OperationsPerInvocation(OurSteps.STEPS)
    public long resilience4jRetryAndTimeLimiter() throws Exception {
        return repeated(limitedRetrying);
    }

    @Benchmark
    @OperationsPerInvocation(OurSteps.STEPS)
    public long submitAndGet() throws Exception {
        return repeated(() -> executor.submit(work::step).get(StepRunbooks.TIMEOUT.toSeconds(), TimeUnit.SECONDS));
    }

    @TearDown
    public void close() {
        executor.shutdown();
    }

    private long repeated(Callable<Long> call) throws Exception {
        return work.expecting(OurSteps.STEPS, () -> {
            for (int i = 0; i < OurSteps.STEPS; i++) {
                call.call();
            }
            return work.done();
        });
    }
}
