package io.emrops;

import java.util.Objects;
import java.util.Optional;

/**
 * What to do about an attempt whose outcome is not known: the process died in the middle of it, it timed out, or its
 * connection was lost. It is never repeated before this has been decided.
 *
 * @param <T> the type of the step's result
 */
public final class InDoubt<T> {
    /** The three ways to decide. */
    public enum Policy {
        /** A person looks and answers. */
        ASK,
        /** The target is asked; if it does not know, a person is. */
        PROBE,
        /** The step is safe to repeat and is simply run again. */
        RERUN
    }

    private final Policy policy;
    private final Optional<Body<Probe<T>>> probe;

    private InDoubt(Policy policy, Optional<Body<Probe<T>>> probe) {
        this.policy = policy;
        this.probe = probe;
    }

    /** A person looks and answers; the default. */
    public static <T> InDoubt<T> ask() {
        return new InDoubt<>(Policy.ASK, Optional.empty());
    }

    /** The step is safe to repeat: run it again, as its next attempt. */
    public static <T> InDoubt<T> rerun() {
        return new InDoubt<>(Policy.RERUN, Optional.empty());
    }

    /**
     * Asks the operation's own {@link Operation#probe}; a person if the target does not know. A definition that states it for
     * a body of the author's own, or an operation without a probe, is refused.
     */
    public static <T> InDoubt<T> probe() {
        return new InDoubt<>(Policy.PROBE, Optional.empty());
    }

    /**
     * Asks the target this way; a person if the target does not know.
     *
     * @param probe changes nothing
     */
    public static <T> InDoubt<T> probe(Body<Probe<T>> probe) {
        return new InDoubt<>(Policy.PROBE, Optional.of(Objects.requireNonNull(probe, "probe")));
    }

    /** Which of the three it is. */
    public Policy policy() {
        return policy;
    }

    /** How the target is asked, if not by the operation's own probe. */
    public Optional<Body<Probe<T>>> probing() {
        return probe;
    }
}
