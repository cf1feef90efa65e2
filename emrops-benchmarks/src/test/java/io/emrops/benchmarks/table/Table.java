package io.emrops.benchmarks.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Figures side by side, for a terminal and for a page. */
public final class Table {
    private static final List<String> HEAD = List.of("figure", "ours", "peer", "ratio", "goal", "met");

    private final List<Figure> figures;

    public Table(List<Figure> figures) {
        this.figures = List.copyOf(figures);
    }

    /** In columns, with what is to be noted under the line that it belongs to. */
    public String text() {
        var rows = new ArrayList<List<String>>();
        rows.add(HEAD);
        figures.forEach(figure -> rows.add(row(figure)));
        var widths = new int[HEAD.size()];
        for (var row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        var out = new StringBuilder();
        for (int r = 0; r < rows.size(); r++) {
            for (int i = 0; i < widths.length; i++) {
                out.append(i == 0 ? "" : "  ").append(padded(rows.get(r).get(i), widths[i], i == 0 || i == 2));
            }
            out.append('\n');
            if (r > 0 && !figures.get(r - 1).note().isEmpty()) {
                out.append("    ").append(figures.get(r - 1).note()).append('\n');
            }
        }
        return out.toString().lines().map(String::stripTrailing).collect(Collectors.joining("\n", "", "\n"));
    }

    private static String padded(String text, int width, boolean left) {
        var pad = " ".repeat(width - text.length());
        return left ? text + pad : pad + text;
    }

    /** As a table of Markdown; notes stand in their figure's cell. */
    public String markdown() {
        var out = new StringBuilder("| figure | ours | peer | ratio | goal | met |\n|---|--:|---|--:|--:|---|\n");
        for (var figure : figures) {
            var row = new ArrayList<>(row(figure));
            if (!figure.note().isEmpty()) {
                row.set(0, row.get(0) + "<br>" + figure.note());
            }
            out.append(row.stream()
                    .map(cell -> cell.replace("|", "\\|"))
                    .collect(Collectors.joining(" | ", "| ", " |\n")));
        }
        return out.toString();
    }

    private static List<String> row(Figure figure) {
        return List.of(
                figure.what(),
                figure.ours().toString(),
                figure.peer().map(p -> p.name() + ": " + p.quantity()).orElse(""),
                figure.ratio().map(ratio -> Quantity.digits(ratio) + " ×").orElse(""),
                figure.goal().words(figure.ours().unit()),
                figure.goal().of() == Goal.Of.NOTHING ? "" : figure.met() ? "yes" : "NO");
    }

    /** Facts that were missed; these are faults whatever the machine. */
    public List<Figure> missedFacts() {
        return figures.stream().filter(f -> f.goal().fact() && !f.met()).toList();
    }

    /** Such as "21 of 23 goals met". */
    public String summary() {
        var goals =
                figures.stream().filter(f -> f.goal().of() != Goal.Of.NOTHING).toList();
        return String.format(
                Locale.ROOT,
                "%d of %d goals met",
                goals.stream().filter(Figure::met).count(),
                goals.size());
    }
}
