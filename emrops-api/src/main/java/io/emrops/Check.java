package io.emrops;

import io.emrops.internal.DescribedCheck;

/**
 * Looks at something once and says what it found. It changes nothing and may be repeated at any time; how often it is
 * repeated is the step's business ({@link CheckStep#within}).
 */
@FunctionalInterface
public interface Check {
    /**
     * Looks once.
     *
     * @throws TargetUnavailableException if there is nothing to look at now; counts as a finding that is not ok
     */
    Finding check(StepContext run) throws Exception;

    /**
     * What is looked at and what is expected, for the document; empty if only the step's title says so. Looks at nothing.
     */
    default String describe() {
        return "";
    }

    /**
     * A check that says what it looks at.
     *
     * @param what what is looked at and what is expected, in a sentence without a full stop
     */
    static Check of(String what, Check look) {
        return new DescribedCheck(what, look);
    }
}
