package io.emrops.testkit;

import io.emrops.StoreException;
import io.emrops.StoreException.Problem;
import io.emrops.spi.Inbox;
import io.emrops.spi.RunStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A {@link RunStore} without a disk: as strict as a real one, and as durable as this process.
 *
 * <p>{@link #reopen} is what a new process would find; together with {@link CrashingRunStore} it takes the place of kill
 * and restart.
 */
public final class InMemoryRunStore implements RunStore {
    private final Shelf shelf;
    private @Nullable Problem nextProblem;
    private boolean failed;
    private boolean closed;

    /** An empty store. */
    public InMemoryRunStore() {
        this(new Shelf());
    }

    private InMemoryRunStore(Shelf shelf) {
        this.shelf = shelf;
    }

    /** What outlives an instance; also the lock of all that share it. */
    private static final class Shelf {
        final Map<String, History> runs = new LinkedHashMap<>();
        final Map<String, Inbox.Request> requests = new LinkedHashMap<>();
    }

    private static final class History {
        final List<byte[]> records = new ArrayList<>();
        boolean ended;
        boolean corrupt;
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public void append(Batch batch) {
        synchronized (shelf) {
            requireOpen();
            requireNoTrouble();
            var history = shelf.runs.get(batch.runId());
            var next = history == null ? 0 : history.records.size();
            if (batch.expectedSequence() != next) {
                throw new StoreException(
                        Problem.CONFLICT,
                        "Run " + batch.runId() + " has " + next + " records, not " + batch.expectedSequence());
            }
            var written = shelf.runs.computeIfAbsent(batch.runId(), run -> new History());
            batch.records().forEach(record -> written.records.add(record.clone()));
            written.ended = batch.ended();
        }
    }

    @Override
    public List<byte[]> read(String runId) {
        synchronized (shelf) {
            requireOpen();
            var history = history(runId);
            if (history.corrupt) {
                throw new StoreException(Problem.CORRUPT, "Run " + runId + " cannot be trusted from record 0 on");
            }
            return history.records.stream().map(byte[]::clone).toList();
        }
    }

    @Override
    public List<RunHead> runs() {
        synchronized (shelf) {
            requireOpen();
            return shelf.runs.entrySet().stream()
                    .map(run -> new RunHead(run.getKey(), run.getValue().records.size(), run.getValue().ended))
                    .toList();
        }
    }

    /** Holds what {@link #post} put into it. */
    @Override
    public Inbox inbox() {
        return new Inbox() {
            @Override
            public List<Request> poll() {
                synchronized (shelf) {
                    requireOpen();
                    return List.copyOf(shelf.requests.values());
                }
            }

            @Override
            public void acknowledge(Request request) {
                synchronized (shelf) {
                    requireOpen();
                    shelf.requests.remove(request.id());
                }
            }
        };
    }

    @Override
    public void close() {
        synchronized (shelf) {
            closed = true;
        }
    }

    /** Puts a request into the {@link #inbox}, as another process would. */
    public void post(Inbox.Request request) {
        synchronized (shelf) {
            shelf.requests.put(request.id(), request);
        }
    }

    /** Closes this instance and gives a new one over the same records, as after a restart. */
    public InMemoryRunStore reopen() {
        close();
        return new InMemoryRunStore(shelf);
    }

    /**
     * The next append stores nothing and fails. After {@link Problem#FAILED} this instance takes no more records; {@link
     * #reopen} it.
     */
    public InMemoryRunStore failNextAppend(Problem problem) {
        synchronized (shelf) {
            nextProblem = Objects.requireNonNull(problem, "problem");
            return this;
        }
    }

    /** What is stored of this run is damaged: it cannot be read any more. */
    public InMemoryRunStore corrupt(String runId) {
        synchronized (shelf) {
            history(runId).corrupt = true;
            return this;
        }
    }

    private History history(String runId) {
        var history = shelf.runs.get(runId);
        if (history == null) {
            throw new StoreException(Problem.NOT_FOUND, "There is no run " + runId + " in memory");
        }
        return history;
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreException(Problem.CLOSED, "The store in memory was closed");
        }
    }

    private void requireNoTrouble() {
        if (failed) {
            throw new StoreException(Problem.FAILED, "The store in memory failed before and takes no more records");
        }
        var problem = nextProblem;
        nextProblem = null;
        if (problem != null) {
            failed = problem == Problem.FAILED;
            throw new StoreException(problem, "The store in memory was told to fail");
        }
    }
}
