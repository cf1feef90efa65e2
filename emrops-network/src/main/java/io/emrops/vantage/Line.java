package io.emrops.vantage;

import io.emrops.reachability.Phase;
import java.nio.ByteBuffer;

/** A connection that bytes go over, each way within its deadline. */
interface Line {
    /**
     * Reads at least one byte into a buffer that has room.
     *
     * @return whether there was one; false once the other side has closed
     */
    boolean read(ByteBuffer into, Phase phase) throws Obstructed, InterruptedException;

    /** Writes all that is left in a buffer. */
    void write(ByteBuffer from, Phase phase) throws Obstructed, InterruptedException;
}
