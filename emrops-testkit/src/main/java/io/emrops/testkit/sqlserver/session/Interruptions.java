package io.emrops.testkit.sqlserver.session;

import io.emrops.testkit.sqlserver.script.Gate;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Whether the client still wants the answer that is being given. The thread that reads tells it, the one that answers asks.
 *
 * <p>A client sends nothing between its wish to cancel and the server's word that it was heard; so a wish that nobody has heard yet
 * belongs to the request that is being answered, even if it was read before the answer had begun.
 */
final class Interruptions {
    private CompletableFuture<Void> current = new CompletableFuture<>();
    private int unheard;
    private boolean gone;
    private boolean busy;
    private boolean killed;
    private @Nullable Runnable stop;

    /** An answer begins. */
    synchronized void begin() {
        current = new CompletableFuture<>();
        busy = true;
        if (unheard > 0 || gone) {
            current.complete(null);
        }
    }

    /**
     * The answer has been given.
     *
     * @throws SessionKilledException if the session was ended meanwhile
     */
    synchronized void end() throws SessionKilledException {
        busy = false;
        if (killed) {
            throw new SessionKilledException();
        }
    }

    /**
     * Somebody ends the session.
     *
     * @return whether an answer is being given, whose client will be told
     */
    synchronized boolean kill() {
        killed = true;
        interrupt();
        return busy && !gone;
    }

    /** The client wants to cancel. */
    synchronized void cancel() {
        unheard++;
        interrupt();
    }

    /** The client was told that its wish was heard. */
    synchronized void heard() {
        unheard = Math.max(0, unheard - 1);
    }

    /** The client has closed the connection, or the server is being closed. */
    synchronized void leave() {
        gone = true;
        interrupt();
    }

    private void interrupt() {
        current.complete(null);
        if (stop != null) {
            stop.run();
        }
    }

    /** From now on this is called when the client does not want the answer any more; at once if that is so already. */
    synchronized void onInterruption(Runnable newStop) {
        stop = newStop;
        if (current.isDone()) {
            newStop.run();
        }
    }

    /** Nobody has to be told any more. */
    synchronized void ignoreInterruptions() {
        stop = null;
    }

    /** @throws IOException if the client does not want the answer any more */
    void check() throws IOException {
        CompletableFuture<Void> now;
        synchronized (this) {
            now = current;
        }
        if (now.isDone()) {
            throw interrupted();
        }
    }

    /** Returns when the gate is open. */
    void await(Gate gate) throws IOException {
        await(gate.arrive());
    }

    /** Returns when this much real time is over. */
    void await(Duration duration) throws IOException {
        CompletableFuture<Void> now;
        synchronized (this) {
            now = current;
        }
        try {
            now.get(duration.toNanos(), TimeUnit.NANOSECONDS);
            throw interrupted();
        } catch (TimeoutException e) {
            // The time is over.
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SessionEndedException("the server is closed");
        }
    }

    /** Returns when the future is complete. */
    void await(CompletableFuture<Void> event) throws IOException {
        CompletableFuture<Void> now;
        synchronized (this) {
            now = current;
        }
        try {
            CompletableFuture.anyOf(now, event).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SessionEndedException("the server is closed");
        }
        if (now.isDone()) {
            throw interrupted();
        }
    }

    private synchronized IOException interrupted() {
        if (gone) {
            return new SessionEndedException("the client has gone");
        }
        return killed ? new SessionKilledException() : new CancelledException();
    }
}
