package io.emrops.trigger;

import java.util.Optional;

/**
 * Where readings come from. Asked again and again, by one thread at a time; while one is slow its trigger sees nothing, and the
 * others go on.
 *
 * @see Signals
 */
public interface Signal {
    /** What is read, for messages. */
    String describe();

    /**
     * The newest reading. One that was given before does no harm: it counts once.
     *
     * @return empty if there is none: that is evidence of nothing
     * @throws Exception the same, with a cause to be told
     */
    Optional<Reading> read() throws Exception;
}
