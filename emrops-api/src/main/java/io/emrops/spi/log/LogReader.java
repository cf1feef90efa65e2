package io.emrops.spi.log;

/**
 * Reads a log piece by piece. A piece is a line, or a part of one that is too long or was written bit by bit; what the accessors tell is
 * about the current piece, until the next call of {@link #next}.
 */
public interface LogReader extends AutoCloseable {
    /**
     * Goes on to the next piece; blocks until there is one.
     *
     * @return whether there is one
     * @throws LogUnreadableException if this log cannot be read any further
     */
    boolean next() throws LogUnreadableException;

    /** When it was written, in nanoseconds since 1970. */
    long time();

    /** Whether it was written to the error output. */
    boolean isError();

    /** Whether a line begins with it. */
    boolean begins();

    /** Whether the line ends with it. */
    boolean ends();

    /** Holds the bytes of the piece, which are kept as they are. */
    byte[] buffer();

    /** Where in the buffer it begins. */
    int offset();

    /** How many bytes it has, without the end of the line. */
    int length();

    /** Reads no more. May be called by another thread, to end a read that blocks. */
    @Override
    void close();
}
