package io.emrops.core;

import io.emrops.Authorizer;
import io.emrops.Engine;
import io.emrops.Secret;
import io.emrops.core.encryption.EncryptingRunStore;
import io.emrops.core.engine.LocalEngine;
import io.emrops.core.inbox.RunInbox;
import io.emrops.core.journal.FileRunStore;
import io.emrops.core.lock.FileLeases;
import io.emrops.core.memory.MemoryLeases;
import io.emrops.core.memory.MemoryRunStore;
import io.emrops.core.time.SystemTime;
import io.emrops.event.RunListener;
import io.emrops.spi.Leases;
import io.emrops.spi.PayloadKeys;
import io.emrops.spi.RunStore;
import io.emrops.spi.TimeSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes engines.
 *
 * <pre>{@code
 * try (var engine = Emrops.engine(Path.of("/var/lib/emrops"))) {
 *     engine.start(deploy, RunRequest.by("m.meier").with("version", "2.1.0")).await().orThrow();
 * }
 * }</pre>
 */
public final class Emrops {
    private Emrops() {}

    /**
     * An engine with its journal in this directory, which is made if it is not there, and this machine's locks beside it.
     *
     * @throws io.emrops.StoreException if the directory is in use, not safe to write to, or damaged
     */
    public static Engine engine(Path directory) {
        return builder(directory).build();
    }

    /** An engine whose settings differ; journal and locks in this directory, unless others are given. */
    public static Builder builder(Path directory) {
        return new Builder(Objects.requireNonNull(directory, "directory"));
    }

    /**
     * An engine that writes nothing down: its runs and its locks last as long as this process, and other engines know nothing
     * of either. For procedures that may simply be begun anew, and for trying things out. It remembers the runs that have
     * not ended, which can be resumed here, those that still hold locks, and the hundred others that ended last. With {@link
     * Builder#locks} it shares the locks of this machine.
     */
    public static Builder inMemory() {
        return new Builder(new MemoryRunStore(), new MemoryLeases());
    }

    /** An engine on a store of its own, such as a database's. */
    public static Builder builder(RunStore store, Leases leases) {
        return new Builder(Objects.requireNonNull(store, "store"), Objects.requireNonNull(leases, "leases"));
    }

    /**
     * A way to send decisions to the engine that owns the runs in this directory, from another process. The right to write
     * there is the right to decide in anybody's name, so the directory is its owner's alone.
     */
    public static RunInbox inbox(Path directory) {
        return RunInbox.of(directory.resolve("journal"));
    }

    /** Settings of an engine; bad ones throw here. */
    public static final class Builder {
        private final @Nullable Path directory;
        private final List<RunListener> listeners = new ArrayList<>();
        private @Nullable RunStore store;
        private @Nullable Leases leases;
        private @Nullable TimeSource time;
        private @Nullable PayloadKeys keys;
        private @Nullable Path lockDirectory;
        private Optional<Authorizer> authorizer = Optional.empty();
        private Function<String, Optional<Secret>> vault = id -> Optional.empty();
        private Duration patience = Duration.ofSeconds(30);

        private Builder(Path directory) {
            this.directory = directory;
        }

        private Builder(RunStore store, Leases leases) {
            this.directory = null;
            this.store = store;
            this.leases = leases;
        }

        /** Who may decide what. Without one, runbooks with approvals are refused and anybody may pause and cancel. */
        public Builder authorizer(Authorizer authorizer) {
            this.authorizer = Optional.of(authorizer);
            return this;
        }

        /**
         * Where secret parameters come from if a request does not hold them, and on every resume.
         *
         * @param vault by the id of the parameter
         */
        public Builder secrets(Function<String, Optional<Secret>> vault) {
            this.vault = Objects.requireNonNull(vault, "vault");
            return this;
        }

        /** Tells a listener of everything, from the beginning. */
        public Builder listener(RunListener listener) {
            listeners.add(Objects.requireNonNull(listener, "listener"));
            return this;
        }

        /**
         * Where this machine's locks lie, if not beside the journal; engines exclude each other's runs only if they share
         * this directory.
         */
        public Builder locks(Path directory) {
            this.lockDirectory = Objects.requireNonNull(directory, "directory");
            return this;
        }

        /**
         * Encrypts what runs write down, with a key for each run; erasing it erases what the run's journal says and leaves
         * the proof that it was written. Runs begun without stay readable. Not for an engine {@link Emrops#inMemory}, which
         * writes nothing down.
         */
        public Builder encrypted(PayloadKeys keys) {
            this.keys = Objects.requireNonNull(keys, "keys");
            return this;
        }

        /**
         * How long a target may take to say who it is, before a run is taken up again, or what a step would change. A
         * question that is not answered in time is interrupted and left behind, as it changes nothing. 30 seconds without
         * this.
         *
         * @param atMost positive; for one question
         */
        public Builder targetsAnswerWithin(Duration atMost) {
            if (atMost.isNegative() || atMost.isZero()) {
                throw new IllegalArgumentException("Targets need some time to answer, not " + atMost);
            }
            this.patience = atMost;
            return this;
        }

        /** Another clock and timer, for tests. Closed with the engine. */
        public Builder time(TimeSource time) {
            this.time = Objects.requireNonNull(time, "time");
            return this;
        }

        /**
         * The engine. It closes what it opened: a store that was given stays open.
         *
         * @throws io.emrops.StoreException if the directory is in use, not safe to write to, or damaged
         * @throws IllegalStateException if it is to be in memory and encrypted
         */
        public Engine build() {
            if (keys != null && store instanceof MemoryRunStore) {
                throw new IllegalStateException("An engine in memory writes nothing down that could be encrypted");
            }
            var ownsStore = store == null;
            var place = directory;
            var runs = store != null
                    ? store
                    : FileRunStore.open(Objects.requireNonNull(place).resolve("journal"));
            try {
                var locks = locks();
                var kept = keys == null ? runs : EncryptingRunStore.over(runs, keys);
                var engine = new LocalEngine(
                        kept, ownsStore, locks, time != null ? time : new SystemTime(), authorizer, vault, patience);
                listeners.forEach(engine::addListener);
                return engine;
            } catch (RuntimeException e) {
                if (ownsStore) {
                    runs.close();
                }
                throw e;
            }
        }

        private Leases locks() {
            if (lockDirectory != null) {
                return FileLeases.open(lockDirectory);
            }
            return leases != null
                    ? leases
                    : FileLeases.open(Objects.requireNonNull(directory).resolve("locks"));
        }
    }
}
