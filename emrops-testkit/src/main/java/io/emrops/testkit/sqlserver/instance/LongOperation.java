package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.grammar.Refusal;

/**
 * An operation that takes time. It is begun, and then either finished or stopped; each of the three is done with the instance's lock
 * held, while time passes without it.
 */
interface LongOperation {
    /** What {@code sys.dm_exec_requests} calls it. */
    String command();

    /**
     * Everything that can be checked beforehand, and then whatever keeps others out.
     *
     * @return the database that is worked on; empty if none is
     * @throws Refusal if the server refuses it; nothing has changed
     * @throws OthersInside if it waits for other sessions; nothing has changed
     */
    String begin() throws Refusal, OthersInside;

    /** Percent between two reports; 0 if it reports nothing. */
    default int reportsEvery() {
        return 0;
    }

    /** Whether it is known how much of it is done. */
    default boolean isMeasured() {
        return true;
    }

    /** @throws Refusal if it fails; it is stopped then */
    Outcome finish() throws Refusal;

    /**
     * It was cancelled or killed, or has failed.
     *
     * @param percent how much of it was done
     */
    void stop(int percent);
}
