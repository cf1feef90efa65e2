package io.emrops.testkit;

/**
 * The process is dead, as far as whoever receives this is concerned. An {@link Error}, because code that handles failures
 * must not survive it: a dead process handles nothing.
 *
 * @see CrashingRunStore
 */
public final class SimulatedCrash extends Error {
    private static final long serialVersionUID = 1L;

    public SimulatedCrash(String message) {
        super(message);
    }
}
