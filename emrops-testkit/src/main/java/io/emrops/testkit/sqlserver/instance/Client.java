package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.script.SqlError;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * For whom an operation that takes time is done. Every method throws an {@code IOException} when the client has cancelled or gone; the
 * operation stops there, and leaves behind what a stopped one leaves.
 */
public interface Client {
    /** Is told this while the operation goes on. */
    void hear(SqlError message) throws IOException;

    /** Waits a moment for sessions that are in the way; the operation tries again then. */
    void waitFor(List<Integer> sessions) throws IOException;

    /** Waits until so much time is over. */
    void pause(Duration time) throws IOException;

    /** Waits for an event. */
    void await(CompletionStage<?> event) throws IOException;
}
