package io.emrops.core.engine;

import io.emrops.core.history.RunHistory;
import io.emrops.core.history.RunRecord;
import io.emrops.core.history.StepHistory;
import io.emrops.spi.Definition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Holds a definition against the one a run was started with. */
record Comparison(Verdict verdict, List<String> differences) {
    enum Verdict {
        IDENTICAL,
        /** Only what has not begun differs. */
        COMPATIBLE,
        /** Something that has begun differs, so the run would be gone on with as something else. */
        INCOMPATIBLE
    }

    /**
     * @param anew whether a step that has begun is going to be done anew, or not at all, so that nothing is too late to come
     *     before it
     */
    static Comparison of(RunHistory history, Definition definition, Chart chart, Predicate<String> anew) {
        var now = definition.fingerprint();
        var was = history.print();
        if (was.hash().equals(now.hash())) {
            return new Comparison(Verdict.IDENTICAL, List.of());
        }
        var differences = new ArrayList<String>();
        var serious = false;
        if (!history.started().runbook().equals(now.runbookId())) {
            return new Comparison(
                    Verdict.INCOMPATIBLE,
                    List.of("the run is of runbook \"" + history.started().runbook() + "\", not \"" + now.runbookId()
                            + "\""));
        }
        if (was.version() != now.version()) {
            differences.add("the author's version was " + was.version() + " and is " + now.version());
        }
        var current = chart.print().entries();
        for (var entry : was.entries().entrySet()) {
            var begun = begun(history, entry.getKey());
            var text = current.get(entry.getKey());
            if (text == null) {
                differences.add(entry.getKey() + " is gone" + (begun ? ", and has begun" : ""));
                serious |= begun;
            } else if (!text.equals(entry.getValue())) {
                differences.add(entry.getKey() + " was \"" + entry.getValue() + "\" and is \"" + text + "\""
                        + (begun ? ", and has begun" : ""));
                serious |= begun;
            }
        }
        current.keySet().stream()
                .filter(path -> !was.entries().containsKey(path))
                .forEach(path -> differences.add(path + " is new"));
        if (differences.isEmpty()) {
            differences.add("the order of the steps differs");
        }
        var late = tooLate(history, chart.order(), was, current, anew);
        differences.addAll(late);
        serious |= !late.isEmpty() || orderOfBegunDiffers(history, was, current);
        return new Comparison(serious ? Verdict.INCOMPATIBLE : Verdict.COMPATIBLE, differences);
    }

    private static boolean begun(RunHistory history, String path) {
        return path.startsWith("param ")
                || history.locks().contains(path.replaceFirst("^.*lock:", ""))
                || history.find(path)
                        .filter(s -> s.state() != StepHistory.State.NEW)
                        .isPresent();
    }

    /** What has been placed before steps that have begun: it would come behind them, against the word of the document. */
    private static List<String> tooLate(
            RunHistory history, Order order, RunRecord.Print was, Map<String, String> now, Predicate<String> anew) {
        var places = places(was.entries().keySet());
        var moved = !keeping(was.entries().keySet(), now).equals(keeping(now.keySet(), was.entries()));
        var standing = history.steps().stream()
                .filter(s -> s.state() != StepHistory.State.NEW)
                .map(StepHistory::path)
                .filter(anew.negate())
                .toList();
        var late = new ArrayList<String>();
        for (var path : now.keySet()) {
            var known = places.get(path);
            if (begun(history, path) || known != null && !moved) {
                continue;
            }
            standing.stream()
                    .filter(s -> order.isBefore(path, s))
                    .filter(s -> known == null || known > places.getOrDefault(s, Integer.MAX_VALUE))
                    .findFirst()
                    .ifPresent(
                            s -> late.add(path + " stands before " + s + ", which has begun: it would come too late"));
        }
        return late;
    }

    private static Map<String, Integer> places(Collection<String> paths) {
        var places = new HashMap<String, Integer>();
        paths.forEach(path -> places.put(path, places.size()));
        return places;
    }

    private static List<String> keeping(Collection<String> paths, Map<String, String> others) {
        return paths.stream().filter(others::containsKey).toList();
    }

    private static boolean orderOfBegunDiffers(RunHistory history, RunRecord.Print was, Map<String, String> now) {
        var before =
                was.entries().keySet().stream().filter(p -> begun(history, p)).toList();
        var after = now.keySet().stream()
                .filter(p -> was.entries().containsKey(p) && begun(history, p))
                .toList();
        return !before.equals(after);
    }
}
