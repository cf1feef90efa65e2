package io.emrops.core.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.emrops.Objective;
import io.emrops.Report;
import io.emrops.RunState;
import io.emrops.StepFailedException;
import io.emrops.core.history.RunHistory;
import io.emrops.core.history.RunRecord;
import io.emrops.core.history.StepHistory;
import io.emrops.spi.page.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A report, made from a history. */
public record JournalReport(
        String runId,
        String runbookId,
        String runbookTitle,
        RunState state,
        String verdict,
        List<String> next,
        String startedBy,
        String reason,
        Instant startedAt,
        Optional<Instant> endedAt,
        Map<String, String> params,
        List<Report.StepReport> steps,
        List<String> leftChanged,
        List<Objective> objectives,
        List<Report.Wait> waits,
        List<Report.Entry> story)
        implements Report {
    private static final int EVIDENCE_LENGTH = 2_000;

    /** For those who are not at work on the run: what its records say. */
    public static JournalReport of(RunHistory history) {
        return of(history, history.state(), false);
    }

    /** For whoever is at work on the run, and knows its state better than the records. */
    public static JournalReport of(RunHistory history, RunState state) {
        return of(history, state, true);
    }

    private static JournalReport of(RunHistory history, RunState state, boolean live) {
        var started = history.started();
        var chronicle = Chronicle.of(history);
        return new JournalReport(
                history.runId(),
                started.runbook(),
                started.title(),
                state,
                Verdict.of(history, state, live),
                Verdict.next(history, state, live),
                started.actor(),
                started.reason(),
                started.at(),
                history.ended().map(RunRecord.RunEnded::at),
                params(started),
                history.steps().stream()
                        .map(s -> step(s, chronicle, history.lastAt()))
                        .toList(),
                history.ended().map(RunRecord.RunEnded::leftChanged).orElse(List.of()),
                Objectives.of(history),
                List.copyOf(chronicle.waits()),
                Story.of(history));
    }

    private static Map<String, String> params(RunRecord.RunStarted started) {
        var params = new LinkedHashMap<String, String>();
        started.params().forEach((id, value) -> params.put(id, text(value)));
        started.secrets().forEach(id -> params.put(id, "***"));
        return Collections.unmodifiableMap(params);
    }

    private static Report.StepReport step(StepHistory step, Chronicle chronicle, Instant now) {
        var startedAt = step.startedAt().orElse(now);
        return new Report.StepReport(
                step.path(),
                step.kind(),
                step.title().replace("{item}", "each item"),
                state(step),
                step.target(),
                startedAt,
                Duration.between(startedAt, step.endedAt().orElse(now)),
                chronicle.attempts(step.path()),
                evidence(step),
                step.failure(),
                chronicle.undos(step.path()));
    }

    private static Report.StepState state(StepHistory step) {
        if (step.undo() == StepHistory.Undo.FAILED) {
            return Report.StepState.UNDO_FAILED;
        }
        if (step.undo() == StepHistory.Undo.DONE && wasPutBack(step)) {
            return Report.StepState.UNDONE;
        }
        return switch (step.state()) {
            case NEW, STARTED, RETRYING -> Report.StepState.RUNNING;
            case ASKED -> Report.StepState.WAITING;
            case IN_DOUBT -> Report.StepState.IN_DOUBT;
            case DONE -> Report.StepState.DONE;
            case FAILED, OUTPUT_LOST -> Report.StepState.FAILED;
            case SKIPPED -> Report.StepState.SKIPPED;
        };
    }

    /** Not if there was nothing to undo: what such a step did is still done. */
    private static boolean wasPutBack(StepHistory step) {
        return step.undoOutcome()
                .filter(record ->
                        record instanceof RunRecord.UndoDone done && done.how().startsWith("nothing to undo"))
                .isEmpty();
    }

    private static List<String> evidence(StepHistory step) {
        var lines = new ArrayList<String>();
        if (step.output().isEmpty() && step.votes().isEmpty()) {
            return lines;
        }
        var decision = step.kind().equals("manual") || step.kind().equals("approval");
        step.output().filter(output -> !decision).ifPresent(output -> {
            if (output.has("text") && output.has("ok")) {
                lines.add(text(output.get("text")));
                output.path("details").forEach(detail -> lines.add(text(detail)));
            } else {
                lines.addAll(OutputLines.of(output));
            }
        });
        step.votes().forEach(vote -> lines.add(Story.words(vote.answer())));
        lines.replaceAll(line -> Cut.at(EVIDENCE_LENGTH, line));
        return lines;
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : value.toString();
    }

    @Override
    public Report orThrow() {
        if (succeeded()) {
            return this;
        }
        var left = leftChanged.isEmpty() ? "" : " Left changed: " + String.join("; ", leftChanged) + ".";
        var goOn = next.isEmpty() ? "" : " What to do: " + String.join("; ", next) + ".";
        var blamed = Verdict.blamed(verdict, steps);
        throw new StepFailedException(
                "Run " + runId + " of " + runbookId + ": " + verdict + left + goOn,
                null,
                runId,
                blamed.map(Report.StepReport::path).orElse(null),
                blamed.flatMap(Report.StepReport::target).orElse(null),
                null);
    }

    /** The page that Markdown and HTML are made of. */
    Page page() {
        return ReportPage.of(this);
    }

    @Override
    public String toMarkdown() {
        return page().toMarkdown();
    }

    @Override
    public String toHtml() {
        return page().toHtml();
    }

    @Override
    public String toJson() {
        return JsonReport.of(this);
    }

    @Override
    public String toJUnitXml() {
        return JUnitReport.of(this);
    }
}
