package io.emrops.spi.log;

/** The log of one instance of a service. */
public interface LogSource {
    /** Whose log. */
    String service();

    /** Which instance; goes into each line. */
    String instance();

    /**
     * Begins to read it, from the start of the window on; what lies outside of the window may be given too, and is left out. All logs are
     * open at the same time, and are read by one thread.
     *
     * @throws LogUnreadableException if it cannot be read, which is no reason not to read the others
     */
    LogReader open() throws LogUnreadableException, InterruptedException;
}
