package io.emrops.core.history;

import com.fasterxml.jackson.databind.JsonNode;
import io.emrops.Question;
import io.emrops.RunState;
import io.emrops.StoreException;
import io.emrops.StoreException.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the records of a run add up to. The same records give the same history, in the process that wrote them and in any
 * later one. Not safe for use by several threads at once; live runs guard theirs.
 */
public final class RunHistory {
    private final String runId;
    private final RunRecord.RunStarted started;
    private final List<RunRecord> records = new ArrayList<>();
    private final Map<String, StepHistory> steps = new LinkedHashMap<>();
    private final Set<String> effects = new LinkedHashSet<>();
    private String lastEffect = "";
    private final Set<String> waiting = new LinkedHashSet<>();
    private final Set<String> windows = new HashSet<>();
    private final TreeSet<String> locks = new TreeSet<>();
    private final TreeSet<String> locksEverTaken = new TreeSet<>();
    private RunRecord.Print print;
    private Optional<RunRecord.Paused> paused = Optional.empty();
    private Optional<RunRecord.CancelRequested> cancel = Optional.empty();
    private Optional<RunRecord.UndoBegan> undo = Optional.empty();
    private Optional<RunRecord.RunEnded> ended = Optional.empty();

    private RunHistory(String runId, RunRecord.RunStarted started) {
        this.runId = runId;
        this.started = started;
        this.print = started.fingerprint();
        records.add(started);
    }

    /** A history that begins with this record. */
    public static RunHistory of(String runId, RunRecord.RunStarted started) {
        return new RunHistory(runId, started);
    }

    /**
     * Reads a history.
     *
     * @throws StoreException if the records are not those of a run
     */
    public static RunHistory read(String runId, List<byte[]> records) {
        if (records.isEmpty() || !(RecordCodec.read(records.get(0), runId, 0) instanceof RunRecord.RunStarted first)) {
            throw new StoreException(Problem.CORRUPT, "Run " + runId + " does not begin with its start");
        }
        var history = new RunHistory(runId, first);
        for (int i = 1; i < records.size(); i++) {
            history.apply(RecordCodec.read(records.get(i), runId, i));
        }
        return history;
    }

    /** Takes a record in. */
    public void apply(RunRecord record) {
        records.add(record);
        if (record instanceof RunRecord.RunStarted) {
            throw new StoreException(Problem.CORRUPT, "Run " + runId + " begins twice");
        } else if (record instanceof RunRecord.RunResumed r) {
            paused = Optional.empty();
            ended = Optional.empty();
            waiting.clear();
            r.fingerprint().ifPresent(p -> print = p);
        } else if (record instanceof RunRecord.Paused r) {
            paused = Optional.of(r);
        } else if (record instanceof RunRecord.CancelRequested r) {
            cancel = Optional.of(r);
        } else if (record instanceof RunRecord.UndoBegan r) {
            undo = Optional.of(r);
            steps.values().stream()
                    .filter(step -> step.undo == StepHistory.Undo.FAILED)
                    .forEach(step -> step.undo = StepHistory.Undo.NONE);
            ended = Optional.empty();
            cancel = Optional.empty();
            waiting.clear();
        } else if (record instanceof RunRecord.RunEnded r) {
            ended = Optional.of(r);
            waiting.clear();
        } else if (record instanceof RunRecord.LocksTaken r) {
            locks.addAll(r.names());
            locksEverTaken.addAll(r.names());
        } else if (record instanceof RunRecord.LocksReleased r) {
            r.names().forEach(locks::remove);
        } else if (record instanceof RunRecord.WindowEntered r) {
            windows.add(r.path());
        } else if (record instanceof RunRecord.Waiting r) {
            waiting.add(r.path());
        } else if (record instanceof RunRecord.WaitEnded r) {
            waiting.remove(r.path());
        } else if (record instanceof RunRecord.StepsReset r) {
            reset(r.paths());
        } else {
            applyToStep(record);
        }
    }

    private void reset(Collection<String> paths) {
        undo = Optional.empty();
        cancel = Optional.empty();
        windows.clear();
        for (var path : paths) {
            var step = steps.get(path);
            if (step != null) {
                step.reset(effects.contains(path));
            }
        }
    }

    private void applyToStep(RunRecord record) {
        if (record instanceof RunRecord.StepStarted r) {
            var step = step(r.path(), r.kind(), r.title());
            step.begin(r.attempt(), r.at());
            step.target = r.target().or(() -> step.target);
            step.before = step.before.or(r::before);
            step.changed = changes(r.kind());
            if (step.changed) {
                moveToTheEnd(r.path());
            }
        } else if (record instanceof RunRecord.StepDone r) {
            var step = step(r.path());
            step.state = StepHistory.State.DONE;
            step.changedEarlier = false;
            step.output = Optional.of(r.output());
            step.failure = Optional.empty();
            step.end(r.at(), r.took(), r.by().equals("body") ? "done" : "done, says " + r.by());
            if (changes(step.kind)) {
                moveToTheEnd(r.path());
            } else {
                effects.remove(r.path());
            }
        } else if (record instanceof RunRecord.OutputLost r) {
            var step = step(r.path());
            step.state = StepHistory.State.OUTPUT_LOST;
            step.failure = Optional.of("took effect, but " + r.why());
            step.end(r.at(), r.took(), "took effect, result lost");
        } else if (record instanceof RunRecord.StepFailed r) {
            var step = step(r.path());
            step.state = r.again().isPresent() ? StepHistory.State.RETRYING : StepHistory.State.FAILED;
            step.changed = r.changed() || step.changedEarlier;
            step.failures++;
            step.failure = Optional.of(r.why());
            step.output = r.finding();
            step.end(r.at(), r.took(), r.why());
            if (!step.changed) {
                effects.remove(r.path());
            }
        } else if (record instanceof RunRecord.StepSkipped r) {
            var step = step(r.path(), r.kind(), r.title());
            step.state = StepHistory.State.SKIPPED;
            step.startedAt = Optional.of(r.at());
            step.endedAt = Optional.of(r.at());
            step.failure = Optional.of(r.why());
        } else if (record instanceof RunRecord.ItemsFixed r) {
            var step = step(r.path(), "for-each", r.title());
            step.keys = List.copyOf(r.keys());
            step.itemsFixed = true;
            step.state = StepHistory.State.STARTED;
            step.startedAt = step.startedAt.or(() -> Optional.of(r.at()));
        } else if (record instanceof RunRecord.StepInDoubt r) {
            var step = step(r.path());
            step.state = StepHistory.State.IN_DOUBT;
            step.failure = Optional.of(r.why());
            step.question = Optional.empty();
            step.votes.clear();
            step.end(r.at(), Duration.ZERO, "in doubt: " + r.why());
        } else if (record instanceof RunRecord.DoubtCleared r) {
            var step = step(r.path());
            step.state = StepHistory.State.RETRYING;
            step.changed = r.changed() || step.changedInEarlierGeneration;
            step.changedEarlier = step.changed;
            step.question = Optional.empty();
            if (!step.changed) {
                effects.remove(r.path());
            }
        } else if (record instanceof RunRecord.Asked r) {
            var step = step(r.path(), r.kind(), r.title());
            if (r.question() != Question.Kind.IN_DOUBT) {
                step.state = StepHistory.State.ASKED;
            }
            step.question = Optional.of(r);
            step.votes.clear();
            step.startedAt = step.startedAt.or(() -> Optional.of(r.at()));
        } else if (record instanceof RunRecord.Answered r) {
            step(r.path()).votes.add(new StepHistory.Vote(r, r.hash()));
        } else if (record instanceof RunRecord.UndoStarted r) {
            step(r.path()).undo = StepHistory.Undo.STARTED;
        } else if (record instanceof RunRecord.UndoDone r) {
            var step = step(r.path());
            step.undo = StepHistory.Undo.DONE;
            step.undoOutcome = Optional.of(r);
            effects.remove(r.path());
        } else if (record instanceof RunRecord.UndoFailed r) {
            var step = step(r.path());
            step.undo = StepHistory.Undo.FAILED;
            step.undoOutcome = Optional.of(r);
        }
    }

    private void moveToTheEnd(String effect) {
        if (!effect.equals(lastEffect) || !effects.contains(effect)) {
            effects.remove(effect);
            effects.add(effect);
            lastEffect = effect;
        }
    }

    /** Whether steps of this kind may change something; the others only look, or ask. */
    private static boolean changes(String kind) {
        return kind.equals("step");
    }

    private StepHistory step(String path, String kind, String title) {
        var step = steps.computeIfAbsent(path, p -> new StepHistory(p, kind, title));
        step.kind = kind;
        step.title = title;
        return step;
    }

    private StepHistory step(String path) {
        var step = steps.get(path);
        if (step == null) {
            throw new StoreException(
                    Problem.CORRUPT, "Run " + runId + " tells of step \"" + path + "\" before its beginning");
        }
        return step;
    }

    public String runId() {
        return runId;
    }

    public RunRecord.RunStarted started() {
        return started;
    }

    /** What the definition was like when the run was started, or last resumed with accepted changes. */
    public RunRecord.Print print() {
        return print;
    }

    /** All records, oldest first. */
    public List<RunRecord> records() {
        return List.copyOf(records);
    }

    /** How many records there are. */
    public int size() {
        return records.size();
    }

    /** The steps that were reached, in the order in which they were. */
    public Collection<StepHistory> steps() {
        return List.copyOf(steps.values());
    }

    public Optional<StepHistory> find(String path) {
        return Optional.ofNullable(steps.get(path));
    }

    /**
     * The steps that changed something, or may have, and are not undone: finished ones in the order in which they
     * finished, others in the order in which they began.
     */
    public List<String> effects() {
        return List.copyOf(effects);
    }

    public Set<String> locks() {
        return Set.copyOf(locks);
    }

    /** Those that were released again, too: an undo works where they are wanted. */
    public Set<String> locksEverTaken() {
        return Set.copyOf(locksEverTaken);
    }

    public boolean entered(String window) {
        return windows.contains(window);
    }

    public Optional<RunRecord.Paused> paused() {
        return paused;
    }

    public Optional<RunRecord.CancelRequested> cancel() {
        return cancel;
    }

    /** The undo that is under way, or was the last one. */
    public Optional<RunRecord.UndoBegan> undo() {
        return undo;
    }

    public Optional<RunRecord.RunEnded> ended() {
        return ended;
    }

    /** What the records say of the state; whether anybody is at work on it they cannot say. */
    public RunState state() {
        if (ended.isPresent()) {
            return ended.get().state();
        }
        if (undo.isPresent()) {
            return RunState.UNDOING;
        }
        if (paused.isPresent()) {
            return RunState.PAUSED;
        }
        if (steps.values().stream().anyMatch(RunHistory::asksAboutDoubt)) {
            return RunState.IN_DOUBT;
        }
        if (!waiting.isEmpty() || steps.values().stream().anyMatch(s -> s.state == StepHistory.State.ASKED)) {
            return RunState.WAITING;
        }
        return RunState.RUNNING;
    }

    private static boolean asksAboutDoubt(StepHistory step) {
        return step.state == StepHistory.State.IN_DOUBT && step.question.isPresent() && step.votes.isEmpty();
    }

    /** The output of a step as JSON, if it has one. */
    public Optional<JsonNode> output(String path) {
        return find(path).flatMap(StepHistory::output);
    }

    /** When the last record was written, by the time of the run. */
    public Instant lastAt() {
        return records.get(records.size() - 1).at();
    }
}
