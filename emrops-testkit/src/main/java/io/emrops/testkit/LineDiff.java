package io.emrops.testkit;

import java.util.ArrayList;
import java.util.List;

/** What two texts differ in, line by line, with a few lines around it: {@code -} is the old one, {@code +} the new one. */
final class LineDiff {
    private static final int AROUND = 2;
    private static final int MOST_LINES = 200;

    /** Beyond this, looking for lines in common would take hundreds of megabytes. */
    private static final long MOST_PAIRS = 4_000_000;

    private final List<String> before;
    private final List<String> after;
    private final List<String> lines = new ArrayList<>();

    private LineDiff(List<String> before, List<String> after) {
        this.before = before;
        this.after = after;
    }

    /** Empty if they are the same. */
    static String of(List<String> before, List<String> after) {
        if (before.equals(after)) {
            return "";
        }
        var head = 0;
        while (head < Math.min(before.size(), after.size()) && before.get(head).equals(after.get(head))) {
            head++;
        }
        var diff = new LineDiff(before.subList(head, before.size()), after.subList(head, after.size()));
        before.subList(0, head).forEach(line -> diff.lines.add("  " + line));
        if ((long) diff.before.size() * diff.after.size() > MOST_PAIRS) {
            diff.before.forEach(line -> diff.lines.add("- " + line));
            diff.after.forEach(line -> diff.lines.add("+ " + line));
        } else {
            diff.walk(diff.lengths());
        }
        return diff.shortened();
    }

    /** How many lines the rests have in common, from each pair of places on. */
    private int[][] lengths() {
        var common = new int[before.size() + 1][after.size() + 1];
        for (var i = before.size() - 1; i >= 0; i--) {
            for (var j = after.size() - 1; j >= 0; j--) {
                common[i][j] = before.get(i).equals(after.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }

    private void walk(int[][] common) {
        var i = 0;
        var j = 0;
        while (i < before.size() || j < after.size()) {
            if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
                lines.add("  " + before.get(i++));
                j++;
            } else if (j == after.size() || i < before.size() && common[i + 1][j] >= common[i][j + 1]) {
                lines.add("- " + before.get(i++));
            } else {
                lines.add("+ " + after.get(j++));
            }
        }
    }

    private String shortened() {
        var shown = new ArrayList<String>();
        var last = -1;
        for (var i = 0; i < lines.size(); i++) {
            if (!isNearDifference(i)) {
                continue;
            }
            if (shown.size() == MOST_LINES) {
                shown.add("  … (and more)");
                break;
            }
            if (i > last + 1) {
                shown.add("  …");
            }
            shown.add(lines.get(i));
            last = i;
        }
        return String.join("\n", shown);
    }

    private boolean isNearDifference(int place) {
        var from = Math.max(0, place - AROUND);
        var to = Math.min(lines.size(), place + AROUND + 1);
        return lines.subList(from, to).stream().anyMatch(line -> !line.startsWith("  "));
    }
}
