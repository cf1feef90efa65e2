package io.emrops.core.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.emrops.Report;
import io.emrops.RunState;
import io.emrops.StepFailedException;
import io.emrops.core.history.RunHistory;
import io.emrops.core.history.RunRecord;
import io.emrops.core.history.StepHistory;
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
        return new JournalReport(
                history.runId(),
                started.runbook(),
                started.title(),
                state,
                Verdict.of(history, state),
                Verdict.next(history, state, live),
                started.actor(),
                started.reason(),
                started.at(),
                history.ended().map(RunRecord.RunEnded::at),
                params(started),
                history.steps().stream().map(s -> step(s, history.lastAt())).toList(),
                history.ended().map(RunRecord.RunEnded::leftChanged).orElse(List.of()),
                Story.of(history));
    }

    private static Map<String, String> params(RunRecord.RunStarted started) {
        var params = new LinkedHashMap<String, String>();
        started.params().forEach((id, value) -> params.put(id, text(value)));
        started.secrets().forEach(id -> params.put(id, "***"));
        return Collections.unmodifiableMap(params);
    }

    private static Report.StepReport step(StepHistory step, Instant now) {
        var startedAt = step.startedAt().orElse(now);
        return new Report.StepReport(
                step.path(),
                step.kind(),
                step.title().replace("{item}", "each item"),
                state(step),
                step.target(),
                startedAt,
                Duration.between(startedAt, step.endedAt().orElse(now)),
                step.tries().stream()
                        .map(t -> new Report.Attempt(t.number(), t.startedAt(), t.took(), t.outcome()))
                        .toList(),
                evidence(step),
                step.failure(),
                undo(step));
    }

    private static Report.StepState state(StepHistory step) {
        if (step.undo() == StepHistory.Undo.DONE) {
            return Report.StepState.UNDONE;
        }
        if (step.undo() == StepHistory.Undo.FAILED) {
            return Report.StepState.UNDO_FAILED;
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

    private static List<String> evidence(StepHistory step) {
        var lines = new ArrayList<String>();
        var decision = step.kind().equals("manual") || step.kind().equals("approval");
        step.output().filter(output -> !decision).ifPresent(output -> {
            if (output.has("text") && output.has("ok")) {
                lines.add(text(output.get("text")));
                output.path("details").forEach(detail -> lines.add(text(detail)));
            } else if (!output.isEmpty() || output.isValueNode()) {
                lines.add(cut(text(output)));
            }
        });
        step.votes()
                .forEach(vote -> lines.add(vote.answer().verdict().name().toLowerCase(java.util.Locale.ROOT) + " by "
                        + vote.answer().by()
                        + (vote.answer().remark().isEmpty()
                                ? ""
                                : ": " + vote.answer().remark())));
        return lines;
    }

    private static Optional<Report.UndoReport> undo(StepHistory step) {
        return step.undoOutcome().map(record -> {
            if (record instanceof RunRecord.UndoDone done) {
                return new Report.UndoReport(true, done.at(), done.took(), done.how());
            }
            var failed = (RunRecord.UndoFailed) record;
            return new Report.UndoReport(false, failed.at(), failed.took(), failed.why());
        });
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : value.toString();
    }

    private static String cut(String text) {
        return text.length() <= EVIDENCE_LENGTH ? text : text.substring(0, EVIDENCE_LENGTH) + "…";
    }

    @Override
    public Report orThrow() {
        if (succeeded()) {
            return this;
        }
        throw new StepFailedException(
                verdict + (leftChanged.isEmpty() ? "" : " Left changed: " + String.join("; ", leftChanged)),
                null,
                null,
                null);
    }

    @Override
    public String toMarkdown() {
        return MarkdownReport.of(this);
    }

    @Override
    public String toJson() {
        return JsonReport.of(this);
    }
}
