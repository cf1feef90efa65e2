package io.emrops.core.report;

import io.emrops.Report;
import io.emrops.Report.StepState;
import io.emrops.Report.UndoState;
import io.emrops.spi.page.Block;
import io.emrops.spi.page.Markup;
import io.emrops.spi.page.VisibleText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The course of a run, drawn: a row for each step, with its attempts, waits and undos on a common scale of time. What a
 * bar means is said by its pattern, by letters in it and by the words at the end of the row; colour only helps. The table
 * of the page says all of it in text.
 */
final class TimelinePicture {
    /** As many rows as fit on a page that is printed. */
    private static final int ROWS = 36;

    private static final int WIDTH = 940;
    private static final int PLOT = 232;
    private static final int PLOT_WIDTH = 500;
    private static final int WORDS = PLOT + PLOT_WIDTH + 14;
    private static final int HEAD = 50;
    private static final int ROW = 24;
    private static final int BAR = 14;
    private static final double LEAST_BAR = 3;
    private static final int LABEL_LETTERS = 30;
    private static final int WORD_LETTERS = 32;
    /** About as wide as a letter of the picture. */
    private static final double LETTER = 6.2;

    /** What a bar can mean: how it is filled, and the pattern over it. */
    private enum Look {
        DONE("done", "good", ""),
        FAILED("failed", "bad", "slanted"),
        IN_DOUBT("in doubt (?)", "attention", "dotted"),
        UNDER_WAY("under way", "active", "dashed"),
        WAIT("waiting", "", ""),
        UNDO("undo (U)", "neutral", "upright"),
        UNDO_FAILED("undo failed (U!)", "bad", "crossed");

        final String words;
        final String tone;
        final String pattern;

        Look(String words, String tone, String pattern) {
            this.words = words;
            this.tone = tone;
            this.pattern = pattern;
        }
    }

    /** @param inside what is written on it if there is room, the first that fits */
    private record Bar(Look look, Instant from, Duration took, boolean over, String title, List<String> inside) {}

    private record Row(String label, String words, Instant from, List<Bar> bars) {}

    private final TimeScale scale;
    private final int number;
    private final List<Row> rows;
    private final Markup svg = Markup.begin();
    private final Set<Look> seen = EnumSet.noneOf(Look.class);
    private final Set<String> letters = new TreeSet<>();

    private TimelinePicture(TimeScale scale, int number, List<Row> rows) {
        this.scale = scale;
        this.number = number;
        this.rows = rows;
    }

    /** One picture, or several if there are many steps, all on the same scale. */
    static List<Block.Picture> of(JournalReport report) {
        var rows = rows(report);
        var last = Moments.last(report);
        var scale = TimeScale.of(report.startedAt(), last, Moments.busy(report), PLOT, PLOT_WIDTH);
        var pictures = new ArrayList<Block.Picture>();
        var count = (rows.size() + ROWS - 1) / ROWS;
        var each = count == 0 ? 0 : (rows.size() + count - 1) / count;
        for (var i = 0; i < count; i++) {
            var part = rows.subList(i * each, Math.min(rows.size(), (i + 1) * each));
            var description = "A timeline of the run, from " + report.startedAt() + " to " + last
                    + (count == 1 ? "" : ", part " + (i + 1) + " of " + count)
                    + ". The table below it says the same in words.";
            pictures.add(new Block.Picture(new TimelinePicture(scale, i + 1, part).draw(), description));
        }
        return pictures;
    }

    // ---- what is drawn

    private static List<Row> rows(JournalReport report) {
        var rows = new ArrayList<Row>();
        var paths = report.steps().stream().map(Report.StepReport::path).toList();
        for (var i = 0; i < paths.size(); i++) {
            rows.add(row(
                    i + 1,
                    report.steps().get(i),
                    waits(report, paths.get(i)),
                    report.state().ended()));
        }
        report.waits().stream()
                .map(Report.Wait::path)
                .filter(path -> !paths.contains(path))
                .distinct()
                .forEach(path -> rows.add(row(path, waits(report, path))));
        rows.sort(Comparator.comparing(Row::from));
        return rows;
    }

    private static List<Report.Wait> waits(JournalReport report, String path) {
        return report.waits().stream().filter(wait -> wait.path().equals(path)).toList();
    }

    private static Row row(int number, Report.StepReport step, List<Report.Wait> waits, boolean ended) {
        var bars = new ArrayList<Bar>();
        waits.forEach(wait -> bars.add(bar(wait)));
        step.attempts().forEach(attempt -> bars.add(bar(attempt, step.attempts().size())));
        step.undos().stream()
                .filter(undo -> undo.state() != UndoState.NOTHING_TO_UNDO)
                .forEach(undo -> bars.add(bar(undo)));
        if (bars.isEmpty() && step.state() != StepState.SKIPPED && !step.took().isZero()) {
            bars.add(new Bar(look(step.state()), step.startedAt(), step.took(), true, step.path(), List.of()));
        }
        var words = ReportPage.words(step, ended)
                + (step.attempts().size() > 1 ? ", " + step.attempts().size() + " attempts" : "")
                + (step.took().isZero() ? "" : ", " + ReportPage.took(step.took()));
        return new Row(number + " " + step.path(), words, Moments.first(step, waits), bars);
    }

    /** What the whole run waited for, and locks, which are no steps. */
    private static Row row(String path, List<Report.Wait> waits) {
        var took = waits.stream().map(Report.Wait::took).reduce(Duration.ZERO, Duration::plus);
        var words = (path.isEmpty() ? word(waits.get(0).kind()) : "waited") + ", " + ReportPage.took(took);
        return new Row(
                path.isEmpty() ? "the run" : path,
                words,
                waits.get(0).from(),
                waits.stream().map(TimelinePicture::bar).toList());
    }

    private static Bar bar(Report.Attempt attempt, int of) {
        var number = Integer.toString(attempt.number());
        var look = look(attempt.state());
        var inside = look == Look.IN_DOUBT ? List.of("in doubt", "?") : of > 1 ? List.of(number) : List.<String>of();
        return new Bar(
                look,
                attempt.startedAt(),
                attempt.took(),
                attempt.state() != StepState.RUNNING,
                "attempt " + number + ": " + attempt.outcome(),
                inside);
    }

    private static Bar bar(Report.UndoReport undo) {
        return new Bar(
                undo.state() == UndoState.FAILED ? Look.UNDO_FAILED : Look.UNDO,
                undo.startedAt(),
                undo.took(),
                undo.state() != UndoState.RUNNING,
                "undo: " + undo.outcome(),
                undo.state() == UndoState.FAILED ? List.of("undo failed", "U!") : List.of("undo", "U"));
    }

    private static Bar bar(Report.Wait wait) {
        return new Bar(
                Look.WAIT,
                wait.from(),
                wait.took(),
                wait.over(),
                "waits for " + wait.what(),
                List.of(word(wait.kind()), letter(wait.kind())));
    }

    /** Where there is no room for the word. */
    private static String letter(Report.WaitKind kind) {
        return switch (kind) {
            case PERSON -> "P";
            case WINDOW -> "W";
            case LOCK -> "L";
            case RETRY -> "R";
            case DOUBT -> "?";
            case PAUSE -> "||";
            case AT_REST -> "z";
        };
    }

    private static String word(Report.WaitKind kind) {
        return switch (kind) {
            case PERSON -> "person";
            case WINDOW -> "window";
            case LOCK -> "lock";
            case RETRY -> "retry";
            case DOUBT -> "in doubt";
            case PAUSE -> "paused";
            case AT_REST -> "at rest";
        };
    }

    /** What a letter on a wait stands for; empty for words. */
    private static String meaning(String letters) {
        return Arrays.stream(Report.WaitKind.values())
                .filter(kind -> letter(kind).equals(letters))
                .findFirst()
                .map(TimelinePicture::word)
                .orElse("");
    }

    private static Look look(StepState state) {
        return switch (state) {
            case DONE, UNDONE, SKIPPED -> Look.DONE;
            case FAILED, UNDO_FAILED -> Look.FAILED;
            case IN_DOUBT -> Look.IN_DOUBT;
            case RUNNING, WAITING -> Look.UNDER_WAY;
        };
    }

    // ---- how

    private Markup draw() {
        var bottom = HEAD + rows.size() * ROW;
        var height = bottom + 48;
        svg.open(
                "svg",
                "xmlns",
                "http://www.w3.org/2000/svg",
                "width",
                Integer.toString(WIDTH),
                "height",
                Integer.toString(height),
                "viewBox",
                "0 0 " + WIDTH + " " + height);
        svg.line();
        patterns();
        gaps(bottom);
        axis(bottom);
        for (var i = 0; i < rows.size(); i++) {
            row(rows.get(i), HEAD + i * ROW);
        }
        legend(bottom + 12);
        return svg.close();
    }

    private void patterns() {
        svg.open("defs");
        pattern("slanted", "6", "M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2");
        pattern("upright", "5", "M1,0 v5");
        pattern("crossed", "6", "M0,0 l6,6 M0,6 l6,-6");
        pattern("dashed", "8", "M0,4 h4");
        pattern("dotted", "5", "M1,2 h2");
        svg.close().line();
    }

    private void pattern(String name, String size, String path) {
        svg.open("pattern", "id", name + number, "width", size, "height", size, "patternUnits", "userSpaceOnUse");
        svg.empty("path", "class", "stroke-paper", "d", path).close();
    }

    private void axis(int bottom) {
        for (var tick : scale.ticks()) {
            var x = at(tick.x());
            svg.empty(
                    "line",
                    "class",
                    "rule",
                    "x1",
                    x,
                    "x2",
                    x,
                    "y1",
                    Integer.toString(HEAD - 6),
                    "y2",
                    Integer.toString(bottom));
            text(tick.day(), tick.x() + 4, 14, "soft small");
            text(tick.time(), tick.x() + 4, 28, "soft small");
        }
        text("UTC", PLOT - 30, 28, "soft small");
        svg.line();
    }

    /** Where time is not to scale: behind the bars, and said above them. */
    private void gaps(int bottom) {
        for (var gap : scale.shortened()) {
            svg.empty(
                    "rect",
                    "class",
                    "fill-gap",
                    "x",
                    at(gap.left()),
                    "y",
                    Integer.toString(HEAD - 6),
                    "width",
                    at(gap.right() - gap.left()),
                    "height",
                    Integer.toString(bottom - HEAD + 6));
            var words = "// " + ReportPage.took(gap.length()) + " //";
            var middle = Math.max((gap.left() + gap.right()) / 2, PLOT + words.length() * LETTER / 2);
            svg.element(
                    "text",
                    words,
                    "class",
                    "soft small",
                    "text-anchor",
                    "middle",
                    "x",
                    at(middle),
                    "y",
                    Integer.toString(HEAD - 9));
        }
        svg.line();
    }

    private void row(Row row, int top) {
        svg.empty(
                "line",
                "class",
                "rule",
                "x1",
                "0",
                "x2",
                Integer.toString(WIDTH),
                "y1",
                Integer.toString(top),
                "y2",
                Integer.toString(top));
        svg.open("g").element("title", VisibleText.line(Cut.at(200, row.label())));
        text(cut(LABEL_LETTERS, row.label()), 0, top + 16, "");
        text(cut(WORD_LETTERS, row.words()), WORDS, top + 16, "soft");
        svg.close().line();
        row.bars().forEach(bar -> bar(bar, top + (ROW - BAR) / 2));
    }

    private void bar(Bar bar, int top) {
        seen.add(bar.look());
        var left = scale.x(bar.from());
        var right = scale.x(bar.from().plus(bar.took()));
        if (!bar.over()) {
            right = Math.max(right, left + 2 * LEAST_BAR);
        }
        // What follows does not touch it.
        var width = Math.max(LEAST_BAR, right - left - 1);
        svg.open("g");
        svg.element("title", VisibleText.line(Cut.at(200, bar.title()) + ", " + ReportPage.took(bar.took())));
        shape(bar.look(), left, top, width);
        if (!bar.over()) {
            // It points to where it goes on.
            svg.empty(
                    "path",
                    "class",
                    bar.look() == Look.WAIT ? "fill-neutral" : "fill-" + bar.look().tone,
                    "d",
                    "M" + at(left + width + 2) + "," + top + " l7,7 l-7,7 z");
        }
        bar.inside().stream()
                .filter(words -> words.length() * LETTER + (bar.look().pattern.isEmpty() ? 4 : 10) <= width)
                .findFirst()
                .ifPresent(words -> inside(bar.look(), words, left + width / 2, top));
        svg.close().line();
    }

    private void shape(Look look, double left, int top, double width) {
        if (look == Look.WAIT) {
            rectangle(left, top + 2, width, BAR - 4, "wait");
            return;
        }
        rectangle(left, top, width, BAR, "fill-" + look.tone);
        if (!look.pattern.isEmpty()) {
            svg.empty(
                    "rect",
                    "x",
                    at(left),
                    "y",
                    Integer.toString(top),
                    "width",
                    at(width),
                    "height",
                    Integer.toString(BAR),
                    "fill",
                    "url(#" + look.pattern + number + ")");
        }
    }

    private void rectangle(double left, int top, double width, int height, String look) {
        svg.empty(
                "rect",
                "class",
                look,
                "x",
                at(left),
                "y",
                Integer.toString(top),
                "width",
                at(width),
                "height",
                Integer.toString(height),
                "rx",
                "2");
    }

    /** On patterns, letters have a ground of their own. */
    private void inside(Look look, String words, double middle, int top) {
        if (look == Look.WAIT && !meaning(words).isEmpty()) {
            letters.add(words);
        }
        var width = words.length() * LETTER + 4;
        if (look != Look.WAIT) {
            rectangle(middle - width / 2, top + 1, width, BAR - 2, "fill-" + look.tone);
        } else {
            rectangle(middle - width / 2, top + 1, width, BAR - 2, "fill-paper");
        }
        svg.element(
                "text",
                words,
                "class",
                look == Look.WAIT ? "soft small" : "on small",
                "text-anchor",
                "middle",
                "x",
                at(middle),
                "y",
                Integer.toString(top + 11));
    }

    private void legend(int top) {
        var x = (double) PLOT;
        for (var look : seen) {
            shape(look, x, top, 22);
            text(look.words, x + 27, top + 11, "soft small");
            x += 27 + look.words.length() * LETTER + 16;
        }
        var more = new ArrayList<String>();
        letters.forEach(letter -> more.add(letter + " " + meaning(letter)));
        if (!scale.shortened().isEmpty()) {
            more.add("// shortened, not to scale");
        }
        text(String.join(" · ", more), PLOT, top + 29, "soft small");
    }

    private void text(String words, double x, int y, String look) {
        if (!words.isEmpty()) {
            svg.element("text", words, "class", look, "x", at(x), "y", Integer.toString(y));
        }
    }

    private static String cut(int letters, String text) {
        var line = VisibleText.line(text);
        if (line.codePointCount(0, line.length()) <= letters) {
            return line;
        }
        return line.substring(0, line.offsetByCodePoints(0, letters - 1)) + "…";
    }

    private static String at(double position) {
        var text = String.format(Locale.ROOT, "%.1f", position);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
