package io.emrops.windows.wire;

/** Carries commands to one host. */
public interface Transport extends AutoCloseable {
    /**
     * Reaches the host. Nothing is run by it.
     *
     * @throws TransportException if it cannot be had; nothing was changed then
     */
    Connection connect(Deadline deadline) throws TransportException, InterruptedException;

    /** Gives back what is kept for later connections. */
    @Override
    default void close() {}

    /** A host that has let us in. Not for use by several threads. */
    interface Connection extends AutoCloseable {
        /**
         * Runs a command to its end. Where the deadline passes, or the thread is interrupted, the command is ended before this
         * returns, as far as the host can still be told.
         *
         * @param input read to its end; what it says of itself afterwards tells how far it came
         * @throws TransportException if it is not known how the command ended
         */
        CommandResult run(CommandLine command, InputLines input, Deadline deadline)
                throws TransportException, InterruptedException;

        /** Whether there may be a way to {@link #write}. */
        default boolean writes() {
            return false;
        }

        /**
         * Writes into a file without PowerShell, where the host has a way to.
         *
         * @return false if it has none, or none to this file; nothing was written then
         * @throws TransportException if it is not known how much was written; {@link TransportException.Reason#REFUSED} if the host did not take it all and
         *     can be asked for something else
         * @throws java.io.UncheckedIOException if the content cannot be read
         */
        default boolean write(FileWrite write) throws TransportException, InterruptedException {
            return false;
        }

        /** Never fails: there is nothing more to be known from it. */
        @Override
        void close();
    }
}
