package io.emrops.testkit.sqlserver;

import io.emrops.testkit.sqlserver.script.Request;
import io.emrops.testkit.sqlserver.script.RequestPattern;
import io.emrops.testkit.sqlserver.session.LoginAttempt;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** What a server has been asked and told. Safe for use by several threads. */
final class Received {
    private static final int KEPT = 10_000;

    private final Queue<Request> statements = new ArrayDeque<>();
    private final Queue<Request> housekeeping = new ArrayDeque<>();
    private final Queue<LoginAttempt> logins = new ArrayDeque<>();
    private final Queue<String> complaints = new ArrayDeque<>();
    private long faults;

    synchronized void received(Request request, boolean known) {
        keep(statements, request);
        if (!known) {
            keep(complaints, "no answer is scripted for " + request);
        }
        notifyAll();
    }

    synchronized void kept(Request request) {
        keep(housekeeping, request);
    }

    synchronized void failed(Request request, Throwable reason) {
        keep(complaints, "the answer to " + request + " failed: " + reason);
    }

    /** With the place, since nobody else has it. */
    synchronized void broke(Throwable reason) {
        var trace = reason.getStackTrace();
        keep(complaints, "a session broke: " + reason + (trace.length == 0 ? "" : " at " + trace[0]));
    }

    synchronized void violated(String what) {
        keep(complaints, "a client did not speak TDS: " + what);
    }

    synchronized void loggedIn(LoginAttempt attempt) {
        keep(logins, attempt);
    }

    synchronized void faultHappened() {
        faults++;
    }

    synchronized long faults() {
        return faults;
    }

    synchronized List<Request> statements() {
        return List.copyOf(statements);
    }

    synchronized List<Request> housekeeping() {
        return List.copyOf(housekeeping);
    }

    synchronized List<LoginAttempt> logins() {
        return List.copyOf(logins);
    }

    synchronized void await(RequestPattern pattern, int count, Duration atMost) {
        var end = System.nanoTime() + atMost.toNanos();
        try {
            while (statements.stream().filter(pattern).count() < count) {
                var left = end - System.nanoTime();
                if (left <= 0) {
                    throw new AssertionError(
                            "not " + count + " statements " + pattern + " within " + atMost + ", but: " + statements);
                }
                wait(left / 1_000_000 + 1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for statements", e);
        }
    }

    synchronized void requireAllScripted() {
        if (!complaints.isEmpty()) {
            var lines = new ArrayList<>(complaints);
            throw new AssertionError("The scripted SQL Server: " + String.join("\n  ", lines));
        }
    }

    synchronized void clear() {
        statements.clear();
        housekeeping.clear();
        logins.clear();
        complaints.clear();
        faults = 0;
    }

    private static <T> void keep(Queue<T> queue, T element) {
        if (queue.size() == KEPT) {
            queue.remove();
        }
        queue.add(element);
    }
}
