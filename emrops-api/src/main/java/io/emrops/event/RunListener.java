package io.emrops.event;

/**
 * Is told what happens in runs. Each listener has a bounded queue and is called on one thread of its own, so it may take
 * its time; one that falls far behind slows the runs down, and only reports of progress are dropped for it. What it
 * throws is logged and otherwise ignored; a close of the engine waits three seconds for one that does not come back.
 */
@FunctionalInterface
public interface RunListener {
    /** Something happened; what is told has been journalled, as far as it is journalled at all. */
    void on(RunEvent event);
}
