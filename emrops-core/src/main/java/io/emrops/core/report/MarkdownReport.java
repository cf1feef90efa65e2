package io.emrops.core.report;

import io.emrops.Report;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Pattern;

/** A report for people. Whatever came from outside is shown as text. */
final class MarkdownReport {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);
    private static final Pattern MARKUP = Pattern.compile("[\\\\`*_{}\\[\\]<>|#]");
    private static final Pattern INVISIBLE =
            Pattern.compile("[\\p{Cntrl}\\u200B-\\u200F\\u2028-\\u202E\\u2066-\\u2069\\uFEFF]+");

    private final StringBuilder out = new StringBuilder();

    private MarkdownReport() {}

    static String of(JournalReport report) {
        var page = new MarkdownReport();
        page.head(report);
        page.bullets("What to do now", report.next());
        page.bullets("Left changed", report.leftChanged());
        page.steps(report.steps());
        page.story(report.story());
        return page.out.toString();
    }

    private void head(JournalReport r) {
        line("# " + text(r.runbookTitle()) + ": "
                + r.state().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '));
        line("");
        line("**" + text(r.verdict()) + "**");
        line("");
        line("| | |");
        line("|---|---|");
        line("| Run | `" + r.runId() + "` of `" + r.runbookId() + "` |");
        line("| Started | " + at(r.startedAt()) + " by " + text(r.startedBy())
                + (r.reason().isEmpty() ? "" : " because " + text(r.reason())) + " |");
        r.endedAt()
                .ifPresent(end ->
                        line("| Ended | " + at(end) + ", after " + took(Duration.between(r.startedAt(), end)) + " |"));
        r.params().forEach((id, value) -> line("| Parameter " + text(id) + " | " + text(value) + " |"));
        line("");
    }

    private void bullets(String heading, List<String> items) {
        if (!items.isEmpty()) {
            line("## " + heading);
            line("");
            items.forEach(item -> line("- " + text(item)));
            line("");
        }
    }

    private void steps(List<Report.StepReport> steps) {
        line("## Steps");
        line("");
        line("| | Step | Kind | Outcome | Tries | Began | Took |");
        line("|---|---|---|---|---|---|---|");
        for (var s : steps) {
            line("| " + mark(s.state()) + " | " + text(s.title()) + " (`"
                    + s.path().replace("|", "\\|") + "`) | " + s.kind() + " | "
                    + text(outcome(s)) + " | "
                    + (s.attempts().isEmpty() ? "" : s.attempts().size()) + " | "
                    + at(s.startedAt()) + " | " + took(s.took()) + " |");
        }
        line("");
        var told = steps.stream()
                .filter(s -> !s.evidence().isEmpty() || s.attempts().size() > 1)
                .toList();
        if (told.isEmpty()) {
            return;
        }
        line("## Evidence");
        line("");
        for (var s : told) {
            line("- `" + s.path() + "`"
                    + s.target().map(t -> " on " + text(t.toString())).orElse(""));
            if (s.attempts().size() > 1) {
                s.attempts().forEach(a -> line("  - attempt " + a.number() + ": " + text(a.outcome())));
            }
            s.evidence().forEach(e -> line("  - " + text(e)));
        }
        line("");
    }

    private void story(List<Report.Entry> story) {
        line("## What happened beside the steps");
        line("");
        story.forEach(e -> line("- " + at(e.at()) + " " + text(e.text())));
    }

    private static String outcome(Report.StepReport s) {
        var undo = s.undo().map(u -> "; undo: " + u.outcome()).orElse("");
        return switch (s.state()) {
            case DONE -> "done";
            case SKIPPED -> "skipped, " + s.failure().orElse("");
            case UNDONE, UNDO_FAILED -> s.failure().map(f -> "failed: " + f).orElse("done") + undo;
            case FAILED -> "failed: " + s.failure().orElse("") + undo;
            case IN_DOUBT -> "in doubt: " + s.failure().orElse("");
            case WAITING -> "waiting for a person";
            case RUNNING ->
                "under way" + s.failure().map(f -> "; last failure: " + f).orElse("");
        };
    }

    private static String mark(Report.StepState state) {
        return switch (state) {
            case DONE -> "✔";
            case FAILED, UNDO_FAILED -> "✘";
            case UNDONE -> "↩";
            case IN_DOUBT -> "?";
            case SKIPPED -> "–";
            case WAITING -> "…";
            case RUNNING -> "▶";
        };
    }

    private static String at(Instant t) {
        return TIME.format(t);
    }

    static String took(Duration d) {
        if (d.toMillis() < 1000) {
            return d.toMillis() + " ms";
        }
        if (d.toMinutes() < 1) {
            return Math.round(d.toMillis() / 100.0) / 10.0 + " s";
        }
        return d.toHours() > 0
                ? d.toHours() + " h " + d.toMinutesPart() + " min"
                : d.toMinutes() + " min " + d.toSecondsPart() + " s";
    }

    static String text(String raw) {
        var visible = INVISIBLE.matcher(raw).replaceAll(" ");
        return MARKUP.matcher(visible).replaceAll("\\\\$0");
    }

    private void line(String line) {
        out.append(line).append('\n');
    }
}
