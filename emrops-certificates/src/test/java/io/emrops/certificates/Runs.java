package io.emrops.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.InDoubt;
import io.emrops.Operation;
import io.emrops.Report;
import io.emrops.RunRequest;
import io.emrops.Runbook;
import io.emrops.core.Emrops;

/** Runs of one step. */
final class Runs {
    private Runs() {}

    static Report of(Operation<?> operation) throws InterruptedException {
        try (var engine = Emrops.inMemory().build()) {
            var book = Runbook.define(
                    "one-step",
                    "One step",
                    rb -> rb.step("it", "Do it", operation).inDoubt(InDoubt.probe()));
            var report = engine.start(book, RunRequest.by("m.meier")).await();
            assertThat(report.succeeded()).as(report.toMarkdown()).isTrue();
            return report;
        }
    }
}
