package io.emrops.core.engine;

import io.emrops.Undoing;
import io.emrops.core.history.RunRecord;
import io.emrops.core.history.StepHistory;
import java.util.List;
import java.util.Optional;

/** What a run that ends leaves changed. */
final class LeftChanged {
    private LeftChanged() {}

    /** In words, without the steps that have nothing to undo. */
    static List<String> words(LiveRun run, List<String> effects) {
        return effects.stream()
                .filter(path -> !nothingToUndo(run, path))
                .map(path -> run.journal()
                        .look(h -> h.find(path)
                                .map(s -> path + " (" + s.title() + "): " + words(s))
                                .orElse(path)))
                .toList();
    }

    private static boolean nothingToUndo(LiveRun run, String path) {
        var outcome = Watchdog.call(run.time(), Optional.empty(), () -> {}, () -> {
            var task = run.results().task(path).orElseThrow();
            return task.undo().stated()
                    ? task.undo().nothing().isPresent()
                    : UndoWalk.chosen(task.operation(), UndoWalk.contextOf(run, path))
                                    .undoing()
                            instanceof Undoing.NothingToUndo<?>;
        });
        return outcome instanceof Outcome.Returned<Boolean> answer && answer.value();
    }

    private static String words(StepHistory step) {
        if (step.undo() == StepHistory.Undo.FAILED
                && step.undoOutcome().orElse(null) instanceof RunRecord.UndoFailed failed) {
            return failed.why();
        }
        return switch (step.state()) {
            case DONE, NEW -> "done and not undone";
            case IN_DOUBT, STARTED -> "not known whether it was applied";
            case OUTPUT_LOST -> "took effect and was not undone";
            default -> "may be half done";
        };
    }
}
