package io.emrops.benchmarks.start;

import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.core.Emrops;
import java.nio.file.Path;

/** The least that an embedder does: opens an engine and runs a runbook. Its process ends in the body of the first step. */
final class FirstStep {
    static final String SAID = "first step";

    private FirstStep() {}

    /** @param args a directory, and {@code whole} for a run that goes to its end */
    public static void main(String[] args) throws Exception {
        var whole = args.length > 1;
        var book = Runbook.define(
                "start",
                "Start",
                rb -> rb.action("first", "First", run -> {
                            System.out.println(SAID);
                            if (!whole) {
                                Runtime.getRuntime().halt(0);
                            }
                        })
                        .nothingToUndo("It only speaks"));
        try (var engine = Emrops.engine(Path.of(args[0]))) {
            var report = engine.start(book, RunRequest.by("m.meier").because("CHG-1"))
                    .await();
            if (report.state() != RunState.SUCCEEDED) {
                throw new IllegalStateException(report.toMarkdown());
            }
        }
    }
}
