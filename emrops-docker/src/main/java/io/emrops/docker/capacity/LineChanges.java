package io.emrops.docker.capacity;

import java.util.ArrayList;
import java.util.List;

/** The lines by which two short texts differ: {@code - } before those that go, {@code + } before those that come. */
final class LineChanges {
    private LineChanges() {}

    static List<String> between(String before, String after) {
        var from = before.lines().toList();
        var to = after.lines().toList();
        var common = common(from, to);
        var changes = new ArrayList<String>();
        var i = 0;
        var j = 0;
        while (i < from.size() || j < to.size()) {
            if (i < from.size() && j < to.size() && from.get(i).equals(to.get(j))) {
                i++;
                j++;
            } else if (j == to.size() || i < from.size() && common[i + 1][j] >= common[i][j + 1]) {
                changes.add("- " + from.get(i++));
            } else {
                changes.add("+ " + to.get(j++));
            }
        }
        return changes;
    }

    /** How many lines the rests from i and from j have in common, in their order. */
    private static int[][] common(List<String> from, List<String> to) {
        var common = new int[from.size() + 1][to.size() + 1];
        for (int i = from.size() - 1; i >= 0; i--) {
            for (int j = to.size() - 1; j >= 0; j--) {
                common[i][j] = from.get(i).equals(to.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }
}
