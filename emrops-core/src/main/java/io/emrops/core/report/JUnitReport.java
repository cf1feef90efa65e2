package io.emrops.core.report;

import io.emrops.Report;
import io.emrops.Report.StepState;
import io.emrops.spi.page.Markup;
import io.emrops.spi.page.VisibleText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A report as JUnit's XML, as surefire writes it and CI systems read it: a test case for each step that was reached.
 */
final class JUnitReport {
    /** How a test case ended; the name of its element. */
    private enum Mark {
        NONE,
        FAILURE,
        ERROR,
        SKIPPED
    }

    /** @param type a word for the kind of trouble */
    private record Case(String name, Duration took, Mark mark, String type, String message, List<String> output) {}

    private static final int MESSAGE = 1_000;

    private JUnitReport() {}

    static String of(JournalReport report) {
        var cases = cases(report);
        var xml = Markup.begin();
        xml.open(
                        "testsuite",
                        "name",
                        line(report.runbookTitle()),
                        "time",
                        seconds(Duration.between(report.startedAt(), Moments.last(report))),
                        "timestamp",
                        report.startedAt().toString(),
                        "tests",
                        Integer.toString(cases.size()),
                        "errors",
                        count(cases, Mark.ERROR),
                        "skipped",
                        count(cases, Mark.SKIPPED),
                        "failures",
                        count(cases, Mark.FAILURE))
                .line();
        properties(report, xml);
        cases.forEach(test -> test(report, test, xml));
        xml.close().line();
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + xml;
    }

    private static void properties(JournalReport report, Markup xml) {
        xml.open("properties").line();
        property(xml, "emrops.run", report.runId());
        property(xml, "emrops.state", report.state().name());
        property(xml, "emrops.startedBy", report.startedBy());
        report.params().forEach((id, value) -> property(xml, "emrops.param." + id, value));
        xml.close().line();
    }

    private static void property(Markup xml, String name, String value) {
        xml.empty("property", "name", line(name), "value", line(value)).line();
    }

    private static void test(JournalReport report, Case test, Markup xml) {
        xml.open("testcase", "name", test.name(), "classname", report.runbookId(), "time", seconds(test.took()))
                .line();
        if (test.mark() == Mark.SKIPPED) {
            xml.empty("skipped", "message", line(test.message())).line();
        } else if (test.mark() != Mark.NONE) {
            var element = test.mark().name().toLowerCase(Locale.ROOT);
            xml.element(element, text(test.message()), "message", line(test.message()), "type", test.type())
                    .line();
        }
        if (!test.output().isEmpty()) {
            xml.open("system-out");
            test.output().forEach(line -> xml.text(text(line)).line());
            xml.close().line();
        }
        xml.close().line();
    }

    private static List<Case> cases(JournalReport report) {
        var cases = new ArrayList<Case>();
        report.steps().forEach(step -> cases.add(test(report, step)));
        if (!report.succeeded() && cases.stream().allMatch(c -> c.mark() == Mark.NONE || c.mark() == Mark.SKIPPED)) {
            cases.add(run(report));
        }
        return cases;
    }

    private static Case test(JournalReport report, Report.StepReport step) {
        var name = line(step.path() + ": " + step.title());
        var failure = step.failure().orElse("");
        var output = output(step);
        return switch (step.state()) {
            case DONE -> new Case(name, step.took(), Mark.NONE, "", "", output);
            case FAILED -> new Case(name, step.took(), Mark.FAILURE, "failed", failure, output);
            case UNDONE ->
                failure.isEmpty()
                        ? new Case(name, step.took(), Mark.NONE, "", "", output)
                        : new Case(name, step.took(), Mark.FAILURE, "failed", failure, output);
            case UNDO_FAILED -> {
                var undo = step.undo().map(Report.UndoReport::outcome).orElse("");
                var message = (failure.isEmpty() ? "" : failure + "; ") + "its undo failed: " + undo;
                yield new Case(name, step.took(), Mark.ERROR, "undo-failed", message, output);
            }
            case IN_DOUBT -> new Case(name, step.took(), Mark.ERROR, "in-doubt", "in doubt: " + failure, output);
            case SKIPPED -> new Case(name, Duration.ZERO, Mark.SKIPPED, "", failure, output);
            case WAITING -> new Case(name, step.took(), Mark.SKIPPED, "", waiting(report, step), output);
            case RUNNING ->
                new Case(name, step.took(), Mark.SKIPPED, "", "under way when the run was last heard of", output);
        };
    }

    private static String waiting(JournalReport report, Report.StepReport step) {
        return report.waits().stream()
                .filter(wait -> wait.path().equals(step.path()) && !wait.over())
                .map(wait -> "waits for " + wait.what())
                .findFirst()
                .orElse("waits");
    }

    /** For a run that did not succeed although no step is to blame. */
    private static Case run(JournalReport report) {
        var took = Duration.between(report.startedAt(), Moments.last(report));
        var name = line(report.runId() + ": " + report.runbookTitle());
        return report.state().ended()
                ? new Case(name, took, Mark.FAILURE, Story.words(report.state()), report.verdict(), List.of())
                : new Case(name, took, Mark.SKIPPED, "", report.verdict(), List.of());
    }

    private static List<String> output(Report.StepReport step) {
        var lines = new ArrayList<String>();
        step.target().ifPresent(target -> lines.add("Target: " + target + ", identity " + target.identity()));
        if (step.attempts().size() > 1 || step.state() != StepState.DONE) {
            step.attempts()
                    .forEach(attempt -> lines.add("Attempt " + attempt.number() + ": " + attempt.outcome() + ", after "
                            + ReportPage.took(attempt.took())));
        }
        step.undos().forEach(undo -> lines.add("Undo: " + undo.outcome()));
        lines.addAll(step.evidence());
        return lines;
    }

    private static String count(List<Case> cases, Mark mark) {
        return Long.toString(cases.stream().filter(c -> c.mark() == mark).count());
    }

    private static String seconds(Duration took) {
        return String.format(Locale.ROOT, "%.3f", took.toMillis() / 1000.0);
    }

    private static String line(String text) {
        return withoutIllegal(VisibleText.line(Cut.at(MESSAGE, text)));
    }

    private static String text(String text) {
        return withoutIllegal(VisibleText.of(Cut.at(MESSAGE, text)));
    }

    /** What is left of the characters that XML 1.0 cannot hold (section 2.2) when the controls are gone. */
    private static String withoutIllegal(String text) {
        return text.replace("\uFFFE", "‹U+FFFE›").replace("\uFFFF", "‹U+FFFF›");
    }
}
