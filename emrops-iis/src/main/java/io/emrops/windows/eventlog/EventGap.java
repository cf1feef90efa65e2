package io.emrops.windows.eventlog;

/** Why events behind a bookmark cannot be told any more. */
public sealed interface EventGap {
    /**
     * The log was full, and its oldest events gave way to new ones, the one of the bookmark too.
     *
     * @param oldest the record id of the oldest event that was still there
     */
    record Overwritten(long oldest) implements EventGap {}

    /** The log was cleared, or is another one by now: what the bookmark says is not in it. */
    record Cleared() implements EventGap {}
}
