package io.emrops.testkit;

import io.emrops.OutcomeUnknownException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What all fakes of the testkit can do: they remember how they were called, fail, lose the connection and hang when a test
 * wants it, and keep their state in a file for those that kill processes.
 *
 * <p>Calls are of two kinds. Those that <em>read</em> are what a rehearsal may make; those that <em>change</em> are what it
 * must not make, so {@code assertThat(deployer.changes()).isEmpty()} proves that it touched nothing.
 *
 * <p>Safe for use by several threads.
 *
 * @param <F> the fake itself
 */
public abstract class Fake<F extends Fake<F>> {
    private final String kind;
    private final String name;
    private final Set<String> readingMethods;
    private final Set<String> changingMethods;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition called = lock.newCondition();
    private final List<Call> calls = new ArrayList<>();
    private final Map<String, Deque<Trouble>> nextTroubles = new HashMap<>();
    private final Map<Integer, Trouble> troublesByChange = new HashMap<>();
    private final Map<String, CountDownLatch> gatesBefore = new HashMap<>();
    private final Map<String, CountDownLatch> gatesAfter = new HashMap<>();
    private int changesSoFar;
    private boolean down;
    private @Nullable KeptFile file;

    private String identity;
    private final List<Call> applied = new ArrayList<>();

    Fake(String kind, String name, Set<String> readingMethods, Set<String> changingMethods) {
        this.kind = kind;
        this.name = Objects.requireNonNull(name, "name");
        this.identity = "fake-" + name;
        this.readingMethods = readingMethods;
        this.changingMethods = changingMethods;
        new Target(kind, name, identity);
    }

    /**
     * A call that a fake received.
     *
     * @param method such as {@code rollOut}
     * @param args what it was about, as text; without the progress
     * @param changing whether it is one of those that change the target
     */
    public record Call(String method, List<String> args, boolean changing) {
        public Call {
            args = List.copyOf(args);
        }

        /** As in {@code rollOut(2.0.0, run-1/deploy#1)}. */
        @Override
        public String toString() {
            return method + "(" + String.join(", ", args) + ")";
        }
    }

    /** Which target this is. A reading call. */
    public Target target() {
        return reading("target", List.of(), () -> new Target(kind, name, identity));
    }

    /** From now on it is another target of the same name, as after a reinstallation. */
    public F replaceIdentity(String identity) {
        new Target(kind, name, identity);
        return arrange(() -> this.identity = identity);
    }

    /** All calls that this instance received, also those that failed, in their order. */
    public List<Call> calls() {
        return locked(() -> List.copyOf(calls));
    }

    /** The calls that asked for a change, also those that failed. */
    public List<Call> changes() {
        return calls().stream().filter(Call::changing).toList();
    }

    /** The calls that only asked. */
    public List<Call> reads() {
        return calls().stream().filter(call -> !call.changing()).toList();
    }

    /**
     * The changes that took effect, whatever the caller was told of them. With {@link #keptIn}, by earlier processes too.
     */
    public List<Call> applied() {
        return observe(() -> List.copyOf(applied));
    }

    /** Forgets the calls so far, not what they did. The changes are counted on. */
    public F forgetCalls() {
        return locked(() -> {
            calls.clear();
            return self();
        });
    }

    /** The next call of this method fails, and does nothing. Several are used up one after the other. */
    public F failNext(String method, RuntimeException failure) {
        return troubleNext(method, new Trouble(failure, When.BEFORE));
    }

    /**
     * The n-th change fails, and does nothing.
     *
     * @param change which one, from 1, of those this instance was asked for
     */
    public F failBefore(int change, RuntimeException failure) {
        return troubleOn(change, new Trouble(failure, When.BEFORE));
    }

    /**
     * The n-th change is done, and fails nevertheless.
     *
     * @param change which one, from 1, of those this instance was asked for
     */
    public F failAfter(int change, RuntimeException failure) {
        return troubleOn(change, new Trouble(failure, When.AFTER));
    }

    /** The next call of this method ends with {@link OutcomeUnknownException}, and did nothing: the request was lost. */
    public F loseConnectionBefore(String method) {
        return troubleNext(method, new Trouble(lostConnection(method), When.BEFORE));
    }

    /** The next call of this method ends with {@link OutcomeUnknownException}, and was done: the answer was lost. */
    public F loseConnectionAfter(String method) {
        return troubleNext(method, new Trouble(lostConnection(method), When.AFTER));
    }

    /** From now on every call ends with {@link TargetUnavailableException}, and does nothing. */
    public F goDown() {
        return locked(() -> {
            down = true;
            return self();
        });
    }

    /** Answers again. */
    public F comeBack() {
        return locked(() -> {
            down = false;
            return self();
        });
    }

    /** Whether it has been told to {@link #goDown}; not a call. */
    public boolean isDown() {
        return locked(() -> down);
    }

    /**
     * Calls of this method hang until the latch opens, and do their work then. An interrupt ends them: they did nothing.
     */
    public F blockOn(String method, CountDownLatch until) {
        return locked(() -> {
            gatesBefore.put(known(method), until);
            return self();
        });
    }

    /** Calls of this method do their work and then hang until the latch opens. An interrupt ends them, too late. */
    public F blockAfter(String method, CountDownLatch until) {
        return locked(() -> {
            gatesAfter.put(known(method), until);
            return self();
        });
    }

    /**
     * Blocks until this method has been called at least once; a call that hangs counts.
     *
     * @param atMost by the real clock
     * @throws AssertionError if it was not called in time
     */
    public void awaitCall(String method, Duration atMost) throws InterruptedException {
        known(method);
        lock.lockInterruptibly();
        try {
            var left = atMost.toNanos();
            while (calls.stream().noneMatch(call -> call.method().equals(method))) {
                if (left <= 0) {
                    throw new AssertionError(method + " was not called within " + atMost + ", only " + calls);
                }
                left = called.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Keeps the state of the target in a file from now on, so that it outlives this process as a real target would. What
     * the file holds already counts more than what was arranged before, so this goes last. Several instances, also in
     * several processes, may share a file. How the fake is called and troubled stays with the instance.
     *
     * @param file made if there is none; its directory exists
     */
    public F keptIn(Path file) {
        return locked(() -> {
            this.file = new KeptFile(file);
            return arrange(() -> {});
        });
    }

    abstract F self();

    /** Takes over the state that was written by {@link #save}. */
    abstract void restore(Tables from);

    /** Writes down the state of the target. */
    abstract void save(Tables to);

    /** A call that only asks; what it waits for may be interrupted. */
    final <T> T readingLong(String method, List<String> args, Supplier<T> answer) throws InterruptedException {
        var plan = begin(new Call(method, args, false));
        plan.before();
        var result = withState(answer);
        plan.after();
        return result;
    }

    /** A call that only asks. */
    final <T> T reading(String method, List<String> args, Supplier<T> answer) {
        try {
            return readingLong(method, args, answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TargetUnavailableException(method + " of " + name + " was interrupted", e);
        }
    }

    /** A call that changes the target in one go. */
    final <T> T changing(String method, List<String> args, Supplier<T> change) throws InterruptedException {
        var call = new Call(method, args, true);
        return changing(call, () -> applying(call, change));
    }

    /** A call that changes the target step by step: {@code change} looks after its own access to the state. */
    final <T> T changing(Call call, Work<T> change) throws InterruptedException {
        var plan = begin(call);
        plan.before();
        var result = change.run();
        plan.after();
        return result;
    }

    /** Works on the state, and notes that this change took effect unless the work fails. */
    final <T> T applying(Call call, Supplier<T> change) {
        return withState(() -> {
            var result = change.get();
            applied.add(call);
            return result;
        });
    }

    /** Looks at the state without being called. */
    final <T> T observe(Supplier<T> look) {
        return withState(look);
    }

    /** Changes the state on behalf of the test. */
    final F arrange(Runnable change) {
        return withState(() -> {
            change.run();
            return self();
        });
    }

    final <T> T withState(Supplier<T> work) {
        return locked(() -> file == null ? work.get() : file.update(this::restoreAll, this::saveAll, work));
    }

    private void restoreAll(Tables from) {
        identity = from.word("identity");
        applied.clear();
        from.rows("applied").forEach(row -> applied.add(new Call(row.get(0), row.subList(1, row.size()), true)));
        restore(from);
    }

    private Tables saveAll() {
        var to = new Tables();
        to.add("identity", identity);
        for (var call : applied) {
            var row = new ArrayList<>(call.args());
            row.add(0, call.method());
            to.add("applied", row);
        }
        save(to);
        return to;
    }

    private Plan begin(Call call) {
        return locked(() -> {
            calls.add(call);
            called.signalAll();
            var troubles = new ArrayList<Trouble>();
            if (down) {
                troubles.add(new Trouble(
                        new TargetUnavailableException(kind + " " + name + " does not answer"), When.BEFORE));
            }
            if (call.changing()) {
                changesSoFar++;
                var trouble = troublesByChange.remove(changesSoFar);
                if (trouble != null) {
                    troubles.add(trouble);
                }
            }
            var next =
                    nextTroubles.getOrDefault(call.method(), new ArrayDeque<>()).poll();
            if (next != null) {
                troubles.add(next);
            }
            return new Plan(troubles, gatesBefore.get(call.method()), gatesAfter.get(call.method()));
        });
    }

    private F troubleNext(String method, Trouble trouble) {
        return locked(() -> {
            nextTroubles.computeIfAbsent(known(method), m -> new ArrayDeque<>()).add(trouble);
            return self();
        });
    }

    private F troubleOn(int change, Trouble trouble) {
        return locked(() -> {
            if (change <= changesSoFar) {
                throw new IllegalArgumentException("Change " + change + " is over: there were " + changesSoFar);
            }
            troublesByChange.put(change, trouble);
            return self();
        });
    }

    private OutcomeUnknownException lostConnection(String method) {
        return new OutcomeUnknownException("The connection to " + kind + " " + name + " was lost during " + method);
    }

    private String known(String method) {
        if (!readingMethods.contains(method) && !changingMethods.contains(method)) {
            var all = new TreeSet<>(readingMethods);
            all.addAll(changingMethods);
            throw new IllegalArgumentException("There is no method " + method + " but " + all);
        }
        return method;
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** Work that takes its time. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws InterruptedException;
    }

    private enum When {
        BEFORE,
        AFTER
    }

    private record Trouble(RuntimeException failure, When when) {}

    /** What a call goes through, outside of the lock. */
    private record Plan(
            List<Trouble> troubles,
            @Nullable CountDownLatch gateBefore,
            @Nullable CountDownLatch gateAfter) {
        void before() throws InterruptedException {
            pass(gateBefore, When.BEFORE);
        }

        void after() throws InterruptedException {
            pass(gateAfter, When.AFTER);
        }

        private void pass(@Nullable CountDownLatch gate, When when) throws InterruptedException {
            if (gate != null) {
                gate.await();
            }
            for (var trouble : troubles) {
                if (trouble.when() == when) {
                    throw trouble.failure();
                }
            }
        }
    }
}
