package io.emrops.core.history;

import com.fasterxml.jackson.databind.JsonNode;
import io.emrops.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the journal says of one step. Guarded by whoever guards its {@link RunHistory}. */
public final class StepHistory {
    /** Where a step stands. */
    public enum State {
        /** Nothing is known of it in this generation. */
        NEW,
        /** An attempt has begun and its end is not known. */
        STARTED,
        /** An attempt failed and another one is to come. */
        RETRYING,
        /** What the last attempt did is not known. */
        IN_DOUBT,
        /** A person is asked to confirm or to approve. */
        ASKED,
        DONE,
        /** It took effect, and its result is lost. */
        OUTPUT_LOST,
        FAILED,
        SKIPPED
    }

    /** What became of undoing a step. */
    public enum Undo {
        NONE,
        STARTED,
        DONE,
        FAILED
    }

    /**
     * A vote or a confirmation.
     *
     * @param hash what it is bound to
     */
    public record Vote(RunRecord.Answered answer, String hash) {}

    /** A try, as far as it is known. */
    public record Try(int number, Instant startedAt, Optional<Instant> endedAt, Duration took, String outcome) {}

    final String path;
    String kind;
    String title;
    State state = State.NEW;
    int attempt;
    int generation = 1;
    int failures;
    boolean changed;
    /** An attempt before the last one may have changed the target. */
    boolean changedEarlier;

    Optional<Target> target = Optional.empty();
    Optional<JsonNode> before = Optional.empty();
    Optional<JsonNode> output = Optional.empty();
    Optional<JsonNode> outputSetAside = Optional.empty();
    Optional<String> failure = Optional.empty();
    Optional<RunRecord.Asked> question = Optional.empty();
    List<String> keys = List.of();
    boolean itemsFixed;
    Undo undo = Undo.NONE;
    Optional<RunRecord> undoOutcome = Optional.empty();
    Optional<Instant> startedAt = Optional.empty();
    Optional<Instant> endedAt = Optional.empty();
    final List<Vote> votes = new ArrayList<>();
    final List<Try> tries = new ArrayList<>();

    StepHistory(String path, String kind, String title) {
        this.path = path;
        this.kind = kind;
        this.title = title;
    }

    public String path() {
        return path;
    }

    public String kind() {
        return kind;
    }

    public String title() {
        return title;
    }

    public State state() {
        return state;
    }

    /** The number of the last attempt; 0 if there was none. */
    public int attempt() {
        return attempt;
    }

    /** How many attempts failed for a known reason; those that were cut off do not count. */
    public int failures() {
        return failures;
    }

    /** How often the step was begun anew on purpose, from 1. */
    public int generation() {
        return generation;
    }

    /** Whether an attempt may have changed the target. */
    public boolean changed() {
        return changed;
    }

    public Optional<Target> target() {
        return target;
    }

    /** What was captured before the first attempt. */
    public Optional<JsonNode> before() {
        return before;
    }

    public Optional<JsonNode> output() {
        return output;
    }

    /** What it returned before it was set aside to be done anew; empty once it has been begun again. */
    public Optional<JsonNode> outputSetAside() {
        return state == State.NEW ? outputSetAside : Optional.empty();
    }

    public Optional<String> failure() {
        return failure;
    }

    /** What is being asked, or was asked last. */
    public Optional<RunRecord.Asked> question() {
        return question;
    }

    /** The answers to the last question. */
    public List<Vote> votes() {
        return List.copyOf(votes);
    }

    /** The keys of a fan-out's items; empty if they are not fixed. */
    public Optional<List<String>> keys() {
        return itemsFixed ? Optional.of(keys) : Optional.empty();
    }

    public Undo undo() {
        return undo;
    }

    /** The last record about the undo. */
    public Optional<RunRecord> undoOutcome() {
        return undoOutcome;
    }

    public List<Try> tries() {
        return List.copyOf(tries);
    }

    public Optional<Instant> startedAt() {
        return startedAt;
    }

    public Optional<Instant> endedAt() {
        return endedAt;
    }

    /** Whether the step needs no more work to be passed. */
    public boolean passed() {
        return state == State.DONE || state == State.SKIPPED;
    }

    void begin(int attempt, Instant at) {
        this.attempt = attempt;
        state = State.STARTED;
        startedAt = startedAt.or(() -> Optional.of(at));
        tries.add(new Try(attempt, at, Optional.empty(), Duration.ZERO, "under way"));
    }

    void end(Instant at, Duration took, String outcome) {
        endedAt = Optional.of(at);
        if (!tries.isEmpty()) {
            var last = tries.get(tries.size() - 1);
            tries.set(tries.size() - 1, new Try(last.number(), last.startedAt(), Optional.of(at), took, outcome));
        }
    }

    /** Sets aside what is known, except what the target was like before all of it. */
    void reset(boolean changedBefore) {
        outputSetAside = state == State.DONE ? output : Optional.empty();
        state = State.NEW;
        generation++;
        attempt = 0;
        failures = 0;
        changed = false;
        changedEarlier = changedBefore;
        output = Optional.empty();
        failure = Optional.empty();
        question = Optional.empty();
        votes.clear();
        keys = List.of();
        itemsFixed = false;
    }
}
