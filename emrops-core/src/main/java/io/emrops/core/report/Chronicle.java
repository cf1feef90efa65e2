package io.emrops.core.report;

import io.emrops.Question;
import io.emrops.Report;
import io.emrops.Report.StepState;
import io.emrops.Report.UndoState;
import io.emrops.Report.WaitKind;
import io.emrops.core.history.RunHistory;
import io.emrops.core.history.RunRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * From when to when what was under way: attempts, undos and waits, read from the records in their order. What has no end
 * in the records ends where the run was last heard of, and says so.
 */
final class Chronicle {
    private static final String RUN = "";

    private final Map<String, List<Report.Attempt>> attempts = new LinkedHashMap<>();
    private final Map<String, List<Report.UndoReport>> undos = new LinkedHashMap<>();
    private final List<Report.Wait> waits = new ArrayList<>();

    private final Map<String, OpenAttempt> underWay = new LinkedHashMap<>();
    private final Map<String, Instant> undoing = new LinkedHashMap<>();
    private final List<OpenWait> waiting = new ArrayList<>();
    private Instant heardOf = Instant.EPOCH;
    private boolean ended;

    /** @param heardOf the last moment at which a process that died was known to be at work on it */
    private record OpenAttempt(int number, Instant from, Optional<Instant> heardOf) {}

    private record OpenWait(WaitKind kind, String path, Instant from, String what) {}

    private Chronicle() {}

    static Chronicle of(RunHistory history) {
        var chronicle = new Chronicle();
        for (var record : history.records()) {
            chronicle.take(record);
            chronicle.heardOf = record.at();
        }
        chronicle.finish();
        return chronicle;
    }

    List<Report.Attempt> attempts(String path) {
        return attempts.getOrDefault(path, List.of());
    }

    List<Report.UndoReport> undos(String path) {
        return undos.getOrDefault(path, List.of());
    }

    List<Report.Wait> waits() {
        return waits;
    }

    private void take(RunRecord record) {
        if (record instanceof RunRecord.RunResumed r) {
            resumed(r.at());
        } else if (record instanceof RunRecord.StepStarted r) {
            waitsEnd(r.path(), r.at());
            underWay.put(r.path(), new OpenAttempt(r.attempt(), r.at(), Optional.empty()));
        } else if (record instanceof RunRecord.StepDone r) {
            ended(r.path(), r.at(), StepState.DONE, r.by().equals("body") ? "done" : "done, says " + r.by());
        } else if (record instanceof RunRecord.OutputLost r) {
            ended(r.path(), r.at(), StepState.FAILED, "took effect, but " + r.why());
        } else if (record instanceof RunRecord.StepFailed r) {
            ended(r.path(), r.at(), StepState.FAILED, r.why());
            r.again().ifPresent(again -> waitFor(WaitKind.RETRY, r.path(), r.at(), "the next attempt"));
        } else if (record instanceof RunRecord.StepInDoubt r) {
            ended(r.path(), r.at(), StepState.IN_DOUBT, "in doubt: " + r.why());
            waitFor(WaitKind.DOUBT, r.path(), r.at(), "somebody, or the target, to say what was applied");
        } else if (record instanceof RunRecord.DoubtCleared r) {
            waitsEnd(r.path(), r.at());
        } else if (record instanceof RunRecord.Asked r && r.question() != Question.Kind.IN_DOUBT) {
            waitFor(WaitKind.PERSON, r.path(), r.at(), r.group());
        } else if (record instanceof RunRecord.Waiting r) {
            // The text is the only place where the journal tells the two apart.
            var kind = r.what().startsWith("waits for lock") ? WaitKind.LOCK : WaitKind.WINDOW;
            waitFor(kind, r.path(), r.at(), r.what().replaceFirst("^waits for ", ""));
        } else if (record instanceof RunRecord.WaitEnded r) {
            waitsEnd(r.path(), r.at());
        } else if (record instanceof RunRecord.Paused r) {
            waitFor(WaitKind.PAUSE, RUN, r.at(), "somebody to go on; paused by " + r.by());
        } else if (record instanceof RunRecord.UndoStarted r) {
            undoing.put(r.path(), r.at());
        } else if (record instanceof RunRecord.UndoDone r) {
            var nothing = r.how().startsWith("nothing to undo");
            undone(r.path(), r.at(), nothing ? UndoState.NOTHING_TO_UNDO : UndoState.DONE, r.how());
        } else if (record instanceof RunRecord.UndoFailed r) {
            undone(r.path(), r.at(), UndoState.FAILED, r.why());
        } else if (record instanceof RunRecord.UndoBegan r) {
            allWaitsEnd(r.at());
        } else if (record instanceof RunRecord.RunEnded r) {
            allWaitsEnd(r.at());
            ended = true;
        }
    }

    /** Nobody was at work on it at least for some of the time since it was last heard of. */
    private void resumed(Instant at) {
        underWay.replaceAll((path, open) ->
                new OpenAttempt(open.number(), open.from(), open.heardOf().or(() -> Optional.of(heardOf))));
        if (ended) {
            add(new OpenWait(WaitKind.AT_REST, RUN, heardOf, "somebody to take it up again; it had ended"), at, true);
        } else if (waiting.isEmpty()) {
            add(
                    new OpenWait(WaitKind.AT_REST, RUN, heardOf, "somebody to take it up again; its process was gone"),
                    at,
                    true);
        }
        ended = false;
        // People are still being asked; for windows and locks the wait begins anew.
        List.copyOf(waiting).stream()
                .filter(wait -> wait.kind() != WaitKind.PERSON && wait.kind() != WaitKind.DOUBT)
                .forEach(wait -> end(wait, at));
    }

    private void ended(String path, Instant at, StepState state, String outcome) {
        waitsEnd(path, at);
        var open = underWay.remove(path);
        if (open != null) {
            attempts.computeIfAbsent(path, p -> new ArrayList<>(1)).add(attempt(open, at, state, outcome));
        } else if (state != StepState.IN_DOUBT && attempts.containsKey(path)) {
            decided(attempts.get(path), outcome);
        }
    }

    private static Report.Attempt attempt(OpenAttempt open, Instant at, StepState state, String outcome) {
        var took = Duration.between(open.from(), open.heardOf().orElse(at));
        return new Report.Attempt(open.number(), state, open.from(), took, outcome);
    }

    /** Somebody, or the target, said what an attempt in doubt had come to. */
    private static void decided(List<Report.Attempt> attempts, String outcome) {
        var last = attempts.get(attempts.size() - 1);
        if (last.state() == StepState.IN_DOUBT) {
            var both = outcome.startsWith("done") ? last.outcome() + "; " + outcome : "in doubt: " + outcome;
            attempts.set(
                    attempts.size() - 1,
                    new Report.Attempt(last.number(), last.state(), last.startedAt(), last.took(), both));
        }
    }

    private void undone(String path, Instant at, UndoState state, String outcome) {
        var from = Optional.ofNullable(undoing.remove(path)).orElse(at);
        undos.computeIfAbsent(path, p -> new ArrayList<>())
                .add(new Report.UndoReport(state, from, Duration.between(from, at), outcome));
    }

    private void waitFor(WaitKind kind, String path, Instant from, String what) {
        if (waiting.stream()
                .noneMatch(wait -> wait.kind() == kind && wait.path().equals(path))) {
            waiting.add(new OpenWait(kind, path, from, what));
        }
    }

    private void waitsEnd(String path, Instant at) {
        if (waiting.isEmpty()) {
            return;
        }
        List.copyOf(waiting).stream().filter(wait -> wait.path().equals(path)).forEach(wait -> end(wait, at));
    }

    private void allWaitsEnd(Instant at) {
        List.copyOf(waiting).forEach(wait -> end(wait, at));
    }

    private void end(OpenWait wait, Instant at) {
        waiting.remove(wait);
        add(wait, at, true);
    }

    /** Waits of no length are none, unless they are not over. */
    private void add(OpenWait wait, Instant until, boolean over) {
        if (!over || until.isAfter(wait.from())) {
            waits.add(new Report.Wait(
                    wait.kind(), wait.path(), wait.from(), Duration.between(wait.from(), until), over, wait.what()));
        }
    }

    private void finish() {
        List.copyOf(waiting).forEach(wait -> add(wait, heardOf, false));
        waits.sort(Comparator.comparing(Report.Wait::from));
        underWay.forEach((path, open) -> attempts.computeIfAbsent(path, p -> new ArrayList<>())
                .add(attempt(open, heardOf, StepState.RUNNING, "under way when the run was last heard of")));
        undoing.forEach((path, from) -> undos.computeIfAbsent(path, p -> new ArrayList<>())
                .add(new Report.UndoReport(
                        UndoState.RUNNING,
                        from,
                        Duration.between(from, heardOf),
                        "under way when the run was last heard of")));
    }
}
