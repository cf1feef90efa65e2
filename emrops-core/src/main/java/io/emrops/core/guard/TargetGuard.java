package io.emrops.core.guard;

import io.emrops.OutcomeUnknownException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The guard of one target. */
final class TargetGuard {
    private final Target target;
    private final GuardSettings settings;
    private final CircuitBreaker breaker;
    private final Bulkhead bulkhead;
    private final Optional<RateLimiter> limiter;
    private volatile Instant silentSince = Instant.EPOCH;
    private volatile Instant closedUntil = Instant.EPOCH;
    private volatile String lastFailure = "";

    /** A call of a provider. */
    @FunctionalInterface
    interface Call {
        @Nullable
        Object make() throws Throwable;
    }

    TargetGuard(Target target, GuardSettings settings, Clock clock) {
        this.target = target;
        this.settings = settings;
        this.breaker = CircuitBreaker.of(target.toString(), breakerConfig(settings, clock));
        this.bulkhead = Bulkhead.of(
                target.toString(),
                BulkheadConfig.custom()
                        .maxConcurrentCalls(settings.maxConcurrentCalls())
                        .maxWaitDuration(Duration.ZERO)
                        .build());
        this.limiter = settings.maxCalls() == Integer.MAX_VALUE
                ? Optional.empty()
                : Optional.of(RateLimiter.of(
                        target.toString(),
                        RateLimiterConfig.custom()
                                .limitForPeriod(settings.maxCalls())
                                .limitRefreshPeriod(settings.period())
                                .timeoutDuration(Duration.ZERO)
                                .build()));
        breaker.getEventPublisher().onStateTransition(event -> {
            if (event.getStateTransition().getToState() == CircuitBreaker.State.OPEN) {
                var now = clock.instant();
                closedUntil = now.plus(settings.openFor());
                if (event.getStateTransition().getFromState() == CircuitBreaker.State.CLOSED) {
                    silentSince = now;
                }
            }
        });
    }

    private static CircuitBreakerConfig breakerConfig(GuardSettings settings, Clock clock) {
        return CircuitBreakerConfig.custom()
                .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(settings.failuresToOpen())
                .minimumNumberOfCalls(settings.failuresToOpen())
                .failureRateThreshold(100)
                .waitDurationInOpenState(settings.openFor())
                .permittedNumberOfCallsInHalfOpenState(1)
                .recordException(TargetGuard::isFailure)
                // Says nothing about the target.
                .ignoreExceptions(InterruptedException.class, Error.class)
                .clock(clock)
                .build();
    }

    @Nullable
    Object call(Call call) throws Throwable {
        enter();
        var started = breaker.getCurrentTimestamp();
        try {
            var result = call.make();
            breaker.onSuccess(breaker.getCurrentTimestamp() - started, breaker.getTimestampUnit());
            return result;
        } catch (Throwable t) {
            if (isFailure(t)) {
                lastFailure = String.valueOf(t.getMessage());
            }
            breaker.onError(breaker.getCurrentTimestamp() - started, breaker.getTimestampUnit(), t);
            throw t;
        } finally {
            bulkhead.onComplete();
        }
    }

    private void enter() {
        if (!breaker.tryAcquirePermission()) {
            var until = breaker.getState() == CircuitBreaker.State.HALF_OPEN
                    ? "a call that is under way has shown whether it answers again"
                    : closedUntil.toString();
            throw refused("has not been answering since " + silentSince + " (" + lastFailure
                    + "); no call is let through until " + until);
        }
        if (!bulkhead.tryAcquirePermission()) {
            breaker.releasePermission();
            throw refused(
                    "has " + settings.maxConcurrentCalls() + " calls under way, as many as are let through at a time");
        }
        if (limiter.isPresent() && !limiter.get().acquirePermission()) {
            bulkhead.releasePermission();
            breaker.releasePermission();
            throw refused("was called " + settings.maxCalls() + " times within "
                    + TimeUnit.NANOSECONDS.toMillis(settings.period().toNanos()) + " ms, as often as is let through");
        }
    }

    private TargetUnavailableException refused(String why) {
        return new TargetUnavailableException(target + " " + why + "; nothing was sent", null, target);
    }

    private static boolean isFailure(Throwable t) {
        return t instanceof TargetUnavailableException || t instanceof OutcomeUnknownException;
    }
}
