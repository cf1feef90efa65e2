package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.script.SqlError;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A client that hears everything, waits for nobody, and can go at any time. */
class TestClient implements Client {
    private final List<SqlError> heard = Collections.synchronizedList(new ArrayList<>());
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private final Consumer<Duration> clock;

    /** @param clock is moved on where the client waits */
    TestClient(Consumer<Duration> clock) {
        this.clock = clock;
    }

    /** Others are in the way. */
    static final class Blocked extends IOException {
        private static final long serialVersionUID = 1L;

        final transient List<Integer> sessions;

        Blocked(List<Integer> sessions) {
            this.sessions = sessions;
        }
    }

    void go() {
        gone.complete(null);
    }

    List<SqlError> heard() {
        return List.copyOf(heard);
    }

    private void requireHere() throws IOException {
        if (gone.isDone()) {
            throw new IOException("the client has gone");
        }
    }

    @Override
    public void hear(SqlError message) throws IOException {
        requireHere();
        heard.add(message);
    }

    @Override
    public void waitFor(List<Integer> sessions) throws IOException {
        throw new Blocked(sessions);
    }

    @Override
    public void pause(Duration time) throws IOException {
        requireHere();
        clock.accept(time);
    }

    @Override
    public void await(CompletionStage<?> event) throws IOException {
        CompletableFuture.anyOf(gone, event.toCompletableFuture())
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
        requireHere();
    }
}
