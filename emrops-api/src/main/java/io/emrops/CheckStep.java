package io.emrops;

import java.time.Duration;

/**
 * A step that changes nothing: a {@linkplain RunbookBuilder#require requirement} or a {@linkplain RunbookBuilder#verify
 * verification}. Its finding can be read by later steps.
 */
public interface CheckStep extends Result<Finding> {
    /** See {@link Step#note}. */
    CheckStep note(String text);

    /** See {@link Step#needs}. */
    CheckStep needs(Value<?>... values);

    /** How long one look may take; then it counts as not ok. */
    CheckStep timeout(Duration perLook);

    /**
     * Looks again and again until the finding is ok or this much time has passed. No thread is held in between.
     *
     * @param atMost positive
     */
    CheckStep within(Duration atMost);

    /** How long to wait between two looks of {@link #within}; one second without this. */
    CheckStep every(Duration interval);

    /** Raised by the author when the check changes in a way that matters to a run in flight. From 1. */
    CheckStep version(int version);

    /** See {@link Step#onlyIf}; a check that is skipped has no finding to be read. */
    CheckStep onlyIf(String why, Condition condition);
}
