package io.emrops.windows.winrm;

import io.emrops.windows.wire.Deadline;
import io.emrops.windows.wire.TransportException;
import java.net.http.HttpHeaders;

/** How a user says to a host who it is. */
public interface WinRmLogin {
    /**
     * Fetches what is needed for one connection. The host is not asked.
     *
     * @throws TransportException if it cannot be had
     */
    LoggedIn begin(Deadline deadline) throws TransportException, InterruptedException;

    /** Somebody for as long as a connection lasts. Not for use by several threads. */
    interface LoggedIn {
        /** What goes with the next request, and with no other. */
        Proof next(Deadline deadline) throws TransportException, InterruptedException;
    }

    /** Who we are, for one request, and what its answer has to prove. */
    interface Proof extends AutoCloseable {
        /** The value of {@code Authorization}. */
        String header();

        /**
         * Holds an answer that is no refusal to what the host has to prove by it.
         *
         * @throws TransportException if it proves nothing, and is not to be believed
         */
        void requireHost(HttpHeaders answer) throws TransportException;

        @Override
        void close();
    }
}
