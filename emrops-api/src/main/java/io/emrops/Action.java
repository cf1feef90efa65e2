package io.emrops;

/** The work of a step that has no result. */
@FunctionalInterface
public interface Action {
    /** Does the work; throws as {@link Body#run} does. */
    void run(StepContext run) throws Exception;
}
