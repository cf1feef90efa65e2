package io.emrops.docker.engine;

import com.github.dockerjava.transport.DockerHttpClient.Response;
import io.emrops.TargetUnavailableException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The beginning of answers that may be quiet for ever once they have begun, so that no time limit of the connection can tell an engine that
 * is lost from one that has nothing to say.
 */
final class Beginning {
    private Beginning() {}

    /**
     * Waits for the status and headers of an answer. What comes later than that is closed.
     *
     * @throws TargetUnavailableException if they do not come in time, or the caller is interrupted
     */
    static Response within(Duration time, Supplier<Response> request) {
        var answer = new CompletableFuture<Response>();
        var thread = new Thread(() -> ask(request, answer), "emrops-engine-answer");
        thread.setDaemon(true);
        thread.start();
        try {
            return answer.get(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            abandon(answer);
            throw new TargetUnavailableException(
                    "The Docker engine did not begin to answer within " + time.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            abandon(answer);
            Thread.currentThread().interrupt();
            throw new TargetUnavailableException("Interrupted before the Docker engine began to answer", e);
        } catch (ExecutionException e) {
            var cause = Objects.requireNonNullElse(e.getCause(), e);
            throw cause instanceof RuntimeException failure ? failure : new IllegalStateException(cause);
        }
    }

    private static void ask(Supplier<Response> request, CompletableFuture<Response> answer) {
        try {
            var response = request.get();
            if (!answer.complete(response)) {
                response.close();
            }
        } catch (RuntimeException | Error e) {
            answer.completeExceptionally(e);
        }
    }

    /** It may have come at this very moment. */
    private static void abandon(CompletableFuture<Response> answer) {
        if (!answer.cancel(false) && !answer.isCompletedExceptionally()) {
            answer.join().close();
        }
    }
}
