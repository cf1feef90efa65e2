package io.emrops.core.weblog;

import io.emrops.weblog.PathRule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the lines of a chunk came to.
 *
 * @param before the layout that was taken to hold at its begin
 * @param after the layout at its end
 */
record ChunkTally(Layout before, Layout after, Lines lines, List<Part> parts) {
    /** A window's part in a chunk, with its paths as they may be told. */
    record Part(int index, Totals totals, Map<String, PathTally> paths) {}

    static ChunkTally of(LogFile file, Chunk chunk, Layout before, Span span, PathRule rule) throws IOException {
        var scan = new LineScan(span, before);
        new ChunkScan(file, chunk, scan).run();
        var parts = new ArrayList<Part>();
        scan.windows().forEach((index, window) -> parts.add(new Part(index, window.totals, paths(window.paths, rule))));
        return new ChunkTally(before, scan.layout(), scan.lines(), parts);
    }

    private static Map<String, PathTally> paths(PathTable table, PathRule rule) {
        var told = new LinkedHashMap<String, PathTally>();
        for (var entry = 0; entry < table.size(); entry++) {
            told.merge(Text.cut(rule.apply(table.path(entry))), table.tally(entry), PathTally::plus);
        }
        return told;
    }
}
