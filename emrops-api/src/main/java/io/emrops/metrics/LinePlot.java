package io.emrops.metrics;

import io.emrops.spi.page.Markup;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Numbers over time, as lines. Each line has a colour and dashes of its own, so that it is known without colours. */
final class LinePlot {
    /** More could not be told apart. */
    static final int LINES = 6;

    private static final int WIDTH = 900;
    private static final int LEFT = 84;
    private static final int RIGHT = 30;
    private static final int TOP = 34;
    private static final int PLOT = 170;
    private static final int HEIGHT = TOP + PLOT + 30;
    private static final String LETTERS = "abcdef";
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MINUTES =
            DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);

    /** A line: its name, and a value for each moment; no number where there is a gap. */
    record Line(String name, double[] values) {}

    private final Measure measure;
    private final List<Instant> moments;
    private final Axis across;
    private final Axis up;
    private final Markup svg = Markup.begin();

    private LinePlot(Measure measure, Instant from, Instant until, List<Instant> moments, double highest) {
        this.measure = measure;
        this.moments = moments;
        this.across = Axis.ofTime(from, until);
        this.up = measure == Measure.CPU ? Axis.decimal(highest) : Axis.binary(highest);
    }

    /**
     * @param moments of the values
     * @param limit shown as a line of its own
     */
    static Markup of(
            Measure measure,
            Instant from,
            Instant until,
            List<Instant> moments,
            List<Line> lines,
            OptionalDouble limit,
            String title) {
        var highest = limit.orElse(0);
        for (var line : lines) {
            for (var value : line.values()) {
                highest = Double.isNaN(value) ? highest : Math.max(highest, value);
            }
        }
        return new LinePlot(measure, from, until, moments, highest).draw(lines, limit, title);
    }

    private Markup draw(List<Line> lines, OptionalDouble limit, String title) {
        svg.open(
                "svg",
                "xmlns",
                "http://www.w3.org/2000/svg",
                "width",
                "" + WIDTH,
                "height",
                "" + HEIGHT,
                "viewBox",
                "0 0 " + WIDTH + " " + HEIGHT);
        svg.element("title", title).line();
        grid();
        for (var i = 0; i < lines.size(); i++) {
            line(i, lines.get(i));
        }
        limit.ifPresent(this::limit);
        legend(lines);
        return svg.close();
    }

    private void grid() {
        for (var tick : up.ticks()) {
            var y = y(tick);
            svg.empty("line", "class", "rule", "x1", "" + LEFT, "x2", number(WIDTH - RIGHT), "y1", y, "y2", y);
            svg.element(
                            "text",
                            measure.words(tick),
                            "class",
                            "soft small",
                            "text-anchor",
                            "end",
                            "x",
                            "" + (LEFT - 8),
                            "y",
                            number(at(tick) + 4))
                    .line();
        }
        var form = across.step() >= 60 ? MINUTES : SECONDS;
        for (var tick : across.ticks()) {
            var x = number(x(tick));
            svg.empty("line", "class", "rule", "x1", x, "x2", x, "y1", "" + (TOP + PLOT), "y2", "" + (TOP + PLOT + 5));
            svg.element(
                            "text",
                            form.format(Instant.ofEpochSecond(Math.round(tick))),
                            "class",
                            "soft small",
                            "text-anchor",
                            "middle",
                            "x",
                            x,
                            "y",
                            "" + (TOP + PLOT + 20))
                    .line();
        }
    }

    /** In pieces, where there are gaps; a piece of one point is a dot. */
    private void line(int number, Line line) {
        var piece = new ArrayList<String>();
        for (var i = 0; i <= moments.size(); i++) {
            if (i < moments.size() && !Double.isNaN(line.values()[i])) {
                piece.add(number(x(moments.get(i).toEpochMilli() / 1000.0)) + "," + y(line.values()[i]));
                continue;
            }
            if (piece.size() == 1) {
                var point = piece.get(0).split(",");
                svg.empty("circle", "class", "dot line-" + letter(number), "cx", point[0], "cy", point[1], "r", "2.5");
            } else if (!piece.isEmpty()) {
                svg.empty("polyline", "class", "line line-" + letter(number), "points", String.join(" ", piece))
                        .line();
            }
            piece.clear();
        }
    }

    private void limit(double limit) {
        var y = y(limit);
        svg.empty("line", "class", "limit", "x1", "" + LEFT, "x2", number(WIDTH - RIGHT), "y1", y, "y2", y);
        // Twice, the first time as wide paper under the second: lines may cross it.
        for (var look : List.of("small halo", "small fill-bad")) {
            svg.element(
                            "text",
                            "threshold " + measure.words(limit),
                            "class",
                            look,
                            "text-anchor",
                            "end",
                            "x",
                            "" + (WIDTH - RIGHT),
                            "y",
                            number(at(limit) - 5))
                    .line();
        }
    }

    private void legend(List<Line> lines) {
        var x = (double) LEFT;
        var room = (WIDTH - LEFT - RIGHT) / (double) Math.max(1, lines.size());
        for (var i = 0; i < lines.size(); i++) {
            svg.empty(
                    "line",
                    "class",
                    "line line-" + letter(i),
                    "x1",
                    number(x),
                    "x2",
                    number(x + 26),
                    "y1",
                    "12",
                    "y2",
                    "12");
            var letters = (int) Math.max(6, room / 7 - 6);
            var name = lines.get(i).name();
            var shown = name.length() > letters ? name.substring(0, letters - 1) + "…" : name;
            svg.element("text", shown, "x", number(x + 32), "y", "16").line();
            x += Math.min(room, 32 + shown.length() * 7.2 + 22);
        }
    }

    private static char letter(int number) {
        return LETTERS.charAt(number % LETTERS.length());
    }

    private double x(double seconds) {
        return LEFT + across.share(seconds) * (WIDTH - LEFT - RIGHT);
    }

    private double at(double value) {
        return TOP + PLOT - up.share(value) * PLOT;
    }

    private String y(double value) {
        return number(at(value));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
