package io.emrops.core.report;

import io.emrops.Objective;
import io.emrops.Report;
import io.emrops.Report.StepState;
import io.emrops.RunState;
import io.emrops.core.time.Durations;
import io.emrops.spi.page.Block;
import io.emrops.spi.page.Page;
import io.emrops.spi.page.Text;
import io.emrops.spi.page.Tone;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A report for people: the verdict, what to do and what is left changed first, for whoever is called at night; then the
 * course of the run and the evidence, for whoever wants to know a year later.
 */
final class ReportPage {
    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final int LINE = 500;
    private static final int TITLE = 200;
    private static final int EVIDENCE_LINES = 200;

    /** A call at the end of an advice. */
    private static final Pattern CALL = Pattern.compile("(?s)(.*?: )((?:engine|run|Emrops)\\..*)");

    private final JournalReport report;
    private final boolean oneDay;

    private ReportPage(JournalReport report) {
        this.report = report;
        this.oneDay = day(report.startedAt()).equals(day(Moments.last(report)));
    }

    static Page of(JournalReport report) {
        return new ReportPage(report).page();
    }

    private Page page() {
        var page = Page.titled(Cut.at(TITLE, report.runbookTitle()) + ": " + Story.words(report.state()))
                .callout(tone(), Text.of(report.verdict()));
        if (!report.next().isEmpty()) {
            page.heading("What to do now");
            page.bullets(report.next().stream().map(ReportPage::advice).toList());
        }
        if (!report.leftChanged().isEmpty()) {
            page.heading("Left changed");
            page.bullets(report.leftChanged().stream().map(ReportPage::line).toList());
        }
        if (!report.objectives().isEmpty()) {
            page.heading("Objectives");
            page.table(
                    "Objectives: what was set, what can be kept, and what was measured",
                    List.of("Objective", "Target", "At worst", "Measured", "Outcome"),
                    report.objectives().stream().map(ReportPage::row).toList());
        }
        page.heading("The run").facts(facts());
        if (!report.steps().isEmpty()) {
            timeline(page);
        }
        page.heading("What happened");
        if (oneDay) {
            page.paragraph("All times are UTC, on " + day(report.startedAt()) + ".");
        }
        page.table(
                "What happened, in order of time",
                List.of("UTC", "What"),
                report.story().stream()
                        .map(entry -> List.of(Text.of(time(entry.at())), line(entry.text())))
                        .toList());
        evidence(page);
        return page.build();
    }

    private static List<Text> row(Objective objective) {
        var badge = Text.badge(tone(objective), Story.words(objective.standing()));
        return List.of(
                line(objective.name()),
                Text.of(took(objective.target())),
                Text.of(objective.achievable().map(ReportPage::took).orElse("not known")),
                Text.of(objective.measured().map(ReportPage::took).orElse("not measured")),
                objective.missed().map(why -> badge.plus(": ").plus(line(why))).orElse(badge));
    }

    private static Tone tone(Objective objective) {
        return switch (objective.standing()) {
            case KEPT -> Tone.GOOD;
            case KEPT_THIS_TIME -> Tone.ATTENTION;
            case NOT_KEPT -> Tone.BAD;
            case NOT_KNOWN -> Tone.NEUTRAL;
        };
    }

    /** A run that succeeded and shows that something cannot be relied on wants to be looked at. */
    private Tone tone() {
        var doubts = report.objectives().stream().anyMatch(o -> o.missed().isPresent());
        return report.succeeded() && doubts ? Tone.ATTENTION : tone(report.state());
    }

    /** What to do, with the call letter by letter. */
    private static Text advice(String advice) {
        var call = CALL.matcher(advice);
        return call.matches() ? Text.of(call.group(1)).plus(Text.code(call.group(2))) : line(advice);
    }

    private List<Block.Fact> facts() {
        var facts = new ArrayList<Block.Fact>();
        facts.add(fact("Run", Text.code(report.runId()).plus(" of ").plus(Text.code(report.runbookId()))));
        facts.add(fact("State", Text.badge(tone(report.state()), Story.words(report.state()))));
        facts.add(fact(
                "Started",
                Text.of(DAY_AND_TIME.format(report.startedAt()) + " UTC by ").plus(line(report.startedBy()))));
        if (!report.reason().isEmpty()) {
            facts.add(fact("Because", line(report.reason())));
        }
        report.endedAt()
                .ifPresent(end -> facts.add(fact(
                        "Ended",
                        Text.of(DAY_AND_TIME.format(end) + " UTC, after "
                                + took(Duration.between(report.startedAt(), end))))));
        report.params().forEach((id, value) -> facts.add(fact("Parameter " + id, line(value))));
        return facts;
    }

    private static Block.Fact fact(String name, Text value) {
        return new Block.Fact(Text.of(name), value);
    }

    private void timeline(Page.Builder page) {
        page.heading("Timeline");
        TimelinePicture.of(report).forEach(page::add);
        var rows = new ArrayList<List<Text>>();
        for (var i = 0; i < report.steps().size(); i++) {
            rows.add(row(i + 1, report.steps().get(i)));
        }
        page.table("The steps that were reached", List.of("No.", "Step", "Outcome", "Began (UTC)", "Took"), rows);
    }

    private List<Text> row(int number, Report.StepReport step) {
        return List.of(
                Text.of(Integer.toString(number)),
                title(step),
                outcome(step),
                Text.of(time(step.startedAt())),
                Text.of(took(step)));
    }

    private static Text title(Report.StepReport step) {
        return Text.of(Cut.at(TITLE, step.title()) + " ").plus(Text.code(Cut.at(TITLE, step.path())));
    }

    private Text outcome(Report.StepReport step) {
        var words = new StringBuilder();
        if (step.attempts().size() > 1) {
            words.append(" at attempt ").append(step.attempts().size()).append('.');
        }
        step.failure().ifPresent(why -> words.append(' ').append(sentence(Cut.at(LINE, why))));
        step.undos().forEach(undo -> words.append(' ').append(words(undo)));
        return Text.badge(tone(step), words(step, report.state().ended())).plus(words.toString());
    }

    private static String words(Report.UndoReport undo) {
        var after = undo.took().isZero() ? "" : " after " + took(undo.took());
        var outcome = Cut.at(LINE, undo.outcome());
        return switch (undo.state()) {
            case DONE -> sentence("Undone" + after);
            case NOTHING_TO_UNDO -> sentence(Character.toUpperCase(outcome.charAt(0)) + outcome.substring(1));
            case FAILED -> sentence("Undo failed" + after + ": " + outcome);
            case RUNNING -> "Undo under way.";
        };
    }

    private static String sentence(String words) {
        return words.endsWith(".") ? words : words + ".";
    }

    private String took(Report.StepReport step) {
        if (step.state() == StepState.SKIPPED) {
            return "–";
        }
        var before = waited(step, true);
        var within = waited(step, false);
        var took = within.isZero()
                ? took(step.took())
                : within.equals(step.took())
                        ? "waited " + took(within)
                        : took(step.took()) + ", " + took(within) + " of it waiting";
        return took + (before.isZero() ? "" : "; before that, waited " + took(before));
    }

    private Duration waited(Report.StepReport step, boolean before) {
        return report.waits().stream()
                .filter(wait -> wait.path().equals(step.path()))
                .filter(wait -> wait.from().isBefore(step.startedAt()) == before)
                .map(Report.Wait::took)
                .reduce(Duration.ZERO, Duration::plus);
    }

    private void evidence(Page.Builder page) {
        var steps = new ArrayList<Block.Step>();
        for (var i = 0; i < report.steps().size(); i++) {
            var step = report.steps().get(i);
            var below = evidence(step);
            if (!below.isEmpty()) {
                steps.add(new Block.Step(Integer.toString(i + 1), false, title(step), below));
            }
        }
        if (!steps.isEmpty()) {
            page.heading("Evidence").steps(steps);
        }
    }

    private static List<Block> evidence(Report.StepReport step) {
        var facts = new ArrayList<Text>();
        step.target()
                .ifPresent(target -> facts.add(Text.strong("Target:")
                        .plus(" " + Cut.at(LINE, target.toString()) + ", identity ")
                        .plus(Text.code(Cut.at(LINE, target.identity())))));
        if (step.attempts().size() > 1) {
            step.attempts()
                    .forEach(attempt -> facts.add(Text.strong("Attempt " + attempt.number() + ":")
                            .plus(" " + Cut.at(LINE, attempt.outcome()) + ", after " + took(attempt.took()))));
        }
        var below = new ArrayList<Block>();
        if (!facts.isEmpty()) {
            below.add(new Block.Bullets(facts));
        }
        if (!step.evidence().isEmpty()) {
            var lines = new ArrayList<>(
                    step.evidence().stream().limit(EVIDENCE_LINES).toList());
            if (step.evidence().size() > EVIDENCE_LINES) {
                lines.add("… (" + (step.evidence().size() - EVIDENCE_LINES) + " more lines)");
            }
            below.add(new Block.Lines(lines));
        }
        return below;
    }

    private static Text line(String text) {
        return Text.of(Cut.at(LINE, text));
    }

    private String time(Instant at) {
        return (oneDay ? TIME : DAY_AND_TIME).format(at);
    }

    private static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }

    static String took(Duration took) {
        if (took.toDays() < 2) {
            return Durations.words(took);
        }
        return took.toDays() + " days" + (took.toHoursPart() == 0 ? "" : " " + took.toHoursPart() + " h");
    }

    /** How a step stands, in a word or two. */
    static String words(Report.StepReport step, boolean ended) {
        return switch (step.state()) {
            case WAITING -> ended ? "not answered" : "waiting";
            case RUNNING -> ended ? "not finished" : "under way";
            case UNDONE -> step.failure().isPresent() ? "failed, undone" : "undone";
            case UNDO_FAILED -> step.failure().isPresent() ? "failed, undo failed" : "undo failed";
            default -> Story.words(step.state());
        };
    }

    static Tone tone(Report.StepReport step) {
        return switch (step.state()) {
            case DONE -> Tone.GOOD;
            case FAILED, UNDO_FAILED -> Tone.BAD;
            case UNDONE -> step.failure().isPresent() ? Tone.BAD : Tone.NEUTRAL;
            case IN_DOUBT, WAITING -> Tone.ATTENTION;
            case RUNNING -> Tone.ACTIVE;
            case SKIPPED -> Tone.NEUTRAL;
        };
    }

    private static Tone tone(RunState state) {
        return switch (state) {
            case SUCCEEDED -> Tone.GOOD;
            case FAILED, ROLLBACK_FAILED, ROLLBACK_STOPPED -> Tone.BAD;
            case CANCELLED, ROLLED_BACK, IN_DOUBT, PAUSED, WAITING -> Tone.ATTENTION;
            case RUNNING, UNDOING -> Tone.ACTIVE;
        };
    }
}
