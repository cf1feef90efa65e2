package io.emrops.testkit.trace;

import io.emrops.Finding;
import io.emrops.Items;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.RunbookBuilder;
import io.emrops.core.Emrops;
import io.emrops.core.journal.FileRunStore;
import io.emrops.core.lock.FileLeases;
import io.emrops.event.RunEvent;
import io.emrops.event.RunListener;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Runs a runbook with branches, checks and a fan-out, and tells of each body as it begins, of each event as it is heard, and
 * of the end. A line is the kind of the record that it stands on, and the path of the step.
 */
final class RunningProcess {
    /** Three actions in each of four branches, a fan-out of eight, and three actions at the end. */
    static final int BODIES = 4 * 3 + 8 + 3;

    /** One check in each branch. */
    static final int CHECKS = 4;

    private RunningProcess() {}

    /** @param args a directory for the engine, that of the journal, the file to tell in, and whether anything is forced */
    public static void main(String[] args) throws Exception {
        var builder = FileRunStore.builder(Path.of(args[1])).segmentBytes(8 << 10);
        try (var told = new Told(Path.of(args[2]));
                var store = (Boolean.parseBoolean(args[3]) ? builder : builder.unforcedForBenchmarks()).open();
                var engine = Emrops.builder(store, FileLeases.open(Path.of(args[0], "locks")))
                        .listener(listener(told))
                        .build()) {
            var report = engine.start(book(told), RunRequest.by("m.meier").because("CHG-1"))
                    .await();
            told.tell("run-ended");
            if (report.state() != RunState.SUCCEEDED) {
                throw new IllegalStateException(report.toMarkdown());
            }
        }
    }

    private static RunListener listener(Told told) {
        return event -> {
            if (event instanceof RunEvent.StepStarted started) {
                told.tell("step-started " + started.path());
            } else if (event instanceof RunEvent.StepFinished finished) {
                told.tell("step-done " + finished.path());
            }
        };
    }

    private static Runbook book(Told told) {
        return Runbook.define("traced", "Traced", rb -> {
            var branches = rb.parallel("branches", "Branches");
            for (var name : List.of("a", "b", "c", "d")) {
                branches.branch(name, "Branch " + name, branch -> {
                    action(branch, told, name + "-first");
                    action(branch, told, name + "-second");
                    branch.verify(name + "-check", "Check", run -> Finding.ok("well"));
                    action(branch, told, name + "-third");
                    return name;
                });
            }
            rb.forEach(
                            "restart",
                            "Restart {item}",
                            Items.of(List.of(1, 2, 3, 4, 5, 6, 7, 8), i -> "h" + i),
                            (run, host) -> told.tell("step-started " + run.path()))
                    .atMost(4)
                    .nothingToUndo("a trace");
            action(rb, told, "last-1");
            action(rb, told, "last-2");
            action(rb, told, "last-3");
        });
    }

    private static void action(RunbookBuilder rb, Told told, String id) {
        rb.action(id, "Step " + id, run -> told.tell("step-started " + run.path()))
                .nothingToUndo("a trace");
    }

    /** What the record of a line is known by. */
    static Predicate<String> record(String line) {
        var words = line.split(" ", 2);
        var kind = Pattern.quote("\"record\":\"" + words[0] + "\"");
        var path = words.length == 1 ? "" : "(?:(?!\"record\":).)*" + Pattern.quote("\"path\":\"" + words[1] + "\"");
        return Pattern.compile(kind + path, Pattern.DOTALL).asPredicate();
    }
}
