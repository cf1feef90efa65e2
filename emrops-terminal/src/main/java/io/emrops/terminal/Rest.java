package io.emrops.terminal;

import io.emrops.Report;
import io.emrops.Run;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The coming to rest of a run, waited for on a thread of its own. */
final class Rest implements AutoCloseable {
    private final CompletableFuture<Report> report = new CompletableFuture<>();
    private final Thread thread;

    Rest(Run run) {
        thread = new Thread(
                () -> {
                    try {
                        report.complete(run.await());
                    } catch (InterruptedException | RuntimeException | Error e) {
                        report.completeExceptionally(e);
                    }
                },
                "emrops-terminal-await");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * The report, if the run comes to rest in time.
     *
     * @throws RuntimeException what the wait for the run threw
     */
    Optional<Report> within(Duration time) throws InterruptedException {
        try {
            return Optional.of(report.get(time.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("The wait for the run failed", e.getCause());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
