package io.emrops.docker.log;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Work that may wait for a connection where no interrupt reaches it: it is done by a thread of its own. */
final class Interruptible {
    private Interruptible() {}

    /**
     * Waits for the work; an interrupt cancels it, and is thrown when it has come to rest.
     *
     * @param cancel ends whatever the work waits for
     */
    static <T> T call(String name, Callable<T> work, Runnable cancel) throws InterruptedException {
        var task = new FutureTask<>(work);
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get();
        } catch (InterruptedException e) {
            thread.interrupt();
            cancel.run();
            joinWhatever(thread);
            throw e;
        } catch (ExecutionException e) {
            throw failure(Objects.requireNonNullElse(e.getCause(), e));
        }
    }

    private static RuntimeException failure(Throwable cause) throws InterruptedException {
        if (cause instanceof InterruptedException interrupted) {
            throw interrupted;
        } else if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException failure ? failure : new IllegalStateException(cause);
    }

    private static void joinWhatever(Thread thread) {
        var interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
