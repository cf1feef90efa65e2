package io.emrops;

/** Decides whether a step runs. */
@FunctionalInterface
public interface Condition {
    /** Asked once in a run, when the step's turn comes; the answer is journalled. Must change nothing. */
    boolean test(StepContext run) throws Exception;
}
