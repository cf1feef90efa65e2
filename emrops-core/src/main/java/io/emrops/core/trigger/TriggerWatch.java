package io.emrops.core.trigger;

import io.emrops.Engine;
import io.emrops.StoreException;
import io.emrops.StoreException.Problem;
import io.emrops.core.storage.OsLock;
import io.emrops.core.storage.PrivateFiles;
import io.emrops.core.storage.SafeDirectory;
import io.emrops.core.storage.ThisProcess;
import io.emrops.core.time.SystemTime;
import io.emrops.spi.TimeSource;
import io.emrops.trigger.Reading;
import io.emrops.trigger.Response;
import io.emrops.trigger.Signal;
import io.emrops.trigger.Trigger;
import io.emrops.trigger.TriggerListener;
import io.emrops.trigger.TriggerState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches triggers and starts the runs of their fires, each exactly once, whatever happens to the process.
 *
 * <pre>{@code
 * var watch = TriggerWatch.builder(Path.of("/var/lib/emrops/triggers"), engine)
 *         .on(Triggers.cpu("api-cpu", "CPU of the API"), Signals.cpu(metrics, "api", Across.AVERAGE), Response.start(scale, request))
 *         .every(ofSeconds(15))
 *         .open();
 * }</pre>
 *
 * <p>What each trigger has seen is kept in a file of its own in the directory, replaced and forced with each reading that counts. A
 * fire is written there before its run is started, under an id that the fire decides; the store has one run of an id only. After a crash
 * the next watch finds the fire, and its run or none: it starts the run, goes on with one that was cut off, or waits for the end of one
 * that people have to see to. A trigger whose definition has changed keeps its fires and its cool-down, and forgets what it has seen.
 *
 * <p>If the breach is over before the run could be started, it is not started any more. If the run is refused, it counts as one that
 * did not succeed.
 *
 * <p>Safe for use by several threads. No thread is held between two looks. The engine stays the caller's, and is closed after this.
 */
public final class TriggerWatch implements AutoCloseable {
    private final Map<String, Watched> triggers;
    private final TimeSource time;
    private final boolean ownsTime;
    private final Executor executor;
    private final Optional<ExecutorService> pool;
    private final Duration every;
    private final OsLock lock;
    private TimeSource.@Nullable Timer next;
    private boolean closed;

    private TriggerWatch(Builder settings, Map<String, Watched> triggers, TimeSource time, OsLock lock) {
        this.triggers = triggers;
        this.time = time;
        this.ownsTime = settings.time == null;
        this.pool = settings.executor == null ? Optional.of(threads()) : Optional.empty();
        this.executor = settings.executor == null ? pool.orElseThrow() : settings.executor;
        this.every = settings.every;
        this.lock = lock;
    }

    /**
     * Begins the settings of a watch.
     *
     * @param directory made if it is not there; of one watch at a time
     * @param engine runs what is started
     */
    public static Builder builder(Path directory, Engine engine) {
        return new Builder(directory, engine);
    }

    private static ExecutorService threads() {
        return new ThreadPoolExecutor(0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            var thread = new Thread(task, "emrops-trigger");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * A reading of a trigger that is fed. If it counts, it is written down when this returns. If it is the one that fires, the run was started
     * too, or the listener was told why not; where the watch was closed meanwhile, the next one starts it.
     *
     * <p>One that is not newer than the last does not count; neither does one whose time is further from this machine's clock than the
     * trigger's {@link Trigger#staleAfter}. Both are dropped without a word: if no others come, the trigger is blind, and tells.
     *
     * @param trigger the id
     * @throws IllegalArgumentException if there is no such trigger
     * @throws StoreException if it could not be written down; then it did not count
     * @throws IllegalStateException if the watch is closed; then it did not count
     */
    public void accept(String trigger, Reading reading) {
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("The watch is closed");
            }
        }
        find(trigger).read(reading);
    }

    /**
     * What a trigger has seen and done so far.
     *
     * @throws IllegalArgumentException if there is no such trigger
     */
    public TriggerState state(String trigger) {
        return find(trigger).state();
    }

    private Watched find(String trigger) {
        var found = triggers.get(trigger);
        if (found == null) {
            throw new IllegalArgumentException("There is no trigger " + trigger + ", only " + triggers.keySet());
        }
        return found;
    }

    /** Looks at everything, and again after a while. */
    private synchronized void look() {
        if (closed) {
            return;
        }
        next = time.schedule(every, this::look);
        for (var watched : triggers.values()) {
            executor.execute(watched::beat);
            if (watched.signal().isPresent()) {
                executor.execute(watched::poll);
            }
        }
    }

    /** Nothing is read, written or started behind this. Runs that are under way go on. A second call does nothing. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            if (next != null) {
                next.cancel();
            }
        }
        pool.ifPresent(ExecutorService::shutdownNow);
        triggers.values().forEach(Watched::close);
        if (ownsTime) {
            time.close();
        }
        lock.close();
    }

    /** Settings of a watch; bad ones throw here. */
    public static final class Builder {
        private record Part(Trigger trigger, Optional<Signal> signal, Response response) {}

        private final Path directory;
        private final Engine engine;
        private final Map<String, Part> parts = new LinkedHashMap<>();
        private TriggerListener listener = event -> {};
        private Duration every = Duration.ofSeconds(15);
        private StateFile.Disk disk = StateFile.real();
        private @Nullable TimeSource time;
        private @Nullable Executor executor;

        private Builder(Path directory, Engine engine) {
            this.directory = Objects.requireNonNull(directory, "directory");
            this.engine = Objects.requireNonNull(engine, "engine");
        }

        /** A trigger whose signal is asked again and again. */
        public Builder on(Trigger trigger, Signal signal, Response response) {
            return add(new Part(trigger, Optional.of(signal), Objects.requireNonNull(response, "response")));
        }

        /** A trigger whose readings are brought by {@link TriggerWatch#accept}. */
        public Builder fed(Trigger trigger, Response response) {
            return add(new Part(trigger, Optional.empty(), Objects.requireNonNull(response, "response")));
        }

        private Builder add(Part part) {
            if (parts.putIfAbsent(part.trigger().id(), part) != null) {
                throw new IllegalArgumentException(
                        "There are two triggers " + part.trigger().id());
            }
            return this;
        }

        /**
         * How often signals are asked, and runs looked after; 15 seconds without this.
         *
         * @param pause positive; at most half of what may lie between two readings of a breach
         */
        public Builder every(Duration pause) {
            if (pause.isNegative() || pause.isZero()) {
                throw new IllegalArgumentException("There has to be some time: " + pause);
            }
            every = pause;
            return this;
        }

        /** Is told what happens, as the log is; replaces the one before. */
        public Builder listener(TriggerListener listener) {
            this.listener = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /** Another clock and timer, for tests; it stays the caller's. */
        public Builder time(TimeSource time) {
            this.time = Objects.requireNonNull(time, "time");
            return this;
        }

        Builder disk(StateFile.Disk disk) {
            this.disk = disk;
            return this;
        }

        Builder executor(Executor executor) {
            this.executor = executor;
            return this;
        }

        /**
         * Opens the watch: takes up what the one before it left, and looks for the first time.
         *
         * @throws IllegalArgumentException if signals are asked too rarely for a trigger
         * @throws StoreException if the directory is in use or no place to write to, or a state in it is damaged
         */
        public TriggerWatch open() {
            parts.values().forEach(this::requireOften);
            var place = SafeDirectory.ensure(directory, SafeDirectory.MountType.OF_THE_SYSTEM);
            var watch = watch(place, lock(place));
            try {
                watch.look();
                return watch;
            } catch (RuntimeException e) {
                watch.close();
                throw e;
            }
        }

        private TriggerWatch watch(Path place, OsLock held) {
            var clocks = time != null ? time : new SystemTime();
            try {
                return new TriggerWatch(this, watched(place, clocks), clocks, held);
            } catch (RuntimeException e) {
                if (time == null) {
                    clocks.close();
                }
                held.close();
                throw e;
            }
        }

        private void requireOften(Part part) {
            var gap = part.trigger().maxGap();
            if (part.signal().isPresent() && every.multipliedBy(2).compareTo(gap) > 0) {
                throw new IllegalArgumentException("Trigger " + part.trigger().id()
                        + ": a signal that is asked every " + every + " gives no breach without gaps of " + gap
                        + "; ask twice as often, or allow longer gaps");
            }
        }

        private static OsLock lock(Path place) {
            try {
                var file = place.resolve("watch.lock");
                PrivateFiles.ensureFile(file);
                var attempt = OsLock.tryLock(file, ThisProcess.description());
                return attempt.lock()
                        .orElseThrow(
                                () -> new StoreException(Problem.IN_USE, place + " is in use by " + attempt.owner()));
            } catch (IOException e) {
                throw new StoreException(Problem.NOT_WRITABLE, place + " cannot be locked", e);
            }
        }

        private Map<String, Watched> watched(Path place, TimeSource clocks) {
            var kept = new LinkedHashMap<String, Optional<StateFile.Kept>>();
            parts.keySet()
                    .forEach(id -> kept.put(id, StateFile.of(place, id, disk).load()));
            var notBefore = kept.values().stream()
                    .flatMap(Optional::stream)
                    .map(each -> each.state().heard())
                    .max(Instant::compareTo)
                    .orElse(Instant.MIN);
            var clock = new WatchClock(clocks, notBefore);
            var all = new LinkedHashMap<String, Watched>();
            parts.forEach((id, part) -> all.put(
                    id,
                    new Watched(
                            part.trigger(),
                            part.signal(),
                            new Actions(engine, part.response()),
                            StateFile.of(place, id, disk),
                            state(part.trigger(), kept.getOrDefault(id, Optional.empty()), clock),
                            clock,
                            listener)));
            return all;
        }

        private static TriggerState state(Trigger trigger, Optional<StateFile.Kept> kept, WatchClock clock) {
            return kept.map(known -> known.definition().equals(trigger.toString())
                            ? known.state()
                            : known.state().withoutEvidence())
                    .orElseGet(() -> TriggerState.begin(clock.now()));
        }
    }
}
