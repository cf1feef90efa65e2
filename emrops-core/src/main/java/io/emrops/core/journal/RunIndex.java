package io.emrops.core.journal;

import io.emrops.spi.RunStore.RunHead;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where each run stands and where its records lie. Holds nothing that the journal does not say, and only what is
 * durable. Safe for use by several threads.
 */
final class RunIndex {
    /**
     * Records of a run lie in this part of a segment, perhaps among those of others.
     *
     * @param from where the first of them begins
     * @param to where the last of them ends
     */
    record Extent(long segment, long from, long to) {}

    /** What is known of a run; a copy. */
    record Entry(String runId, long next, boolean ended, List<Extent> extents) {}

    private static final class Run {
        private long next;
        private boolean ended;
        private final List<Extent> extents = new ArrayList<>(1);
    }

    private final Map<String, Run> runs = new LinkedHashMap<>();

    /**
     * Takes in the next record of a run.
     *
     * @return false, and nothing is taken in, if it is not the next
     */
    synchronized boolean add(String runId, long sequence, boolean ended, Extent place) {
        Run run = runs.get(runId);
        if (sequence != (run == null ? 0 : run.next)) {
            return false;
        }
        if (run == null) {
            run = new Run();
            runs.put(runId, run);
        }
        run.next++;
        run.ended = ended;
        int last = run.extents.size() - 1;
        if (last >= 0 && run.extents.get(last).segment() == place.segment()) {
            run.extents.set(
                    last, new Extent(place.segment(), run.extents.get(last).from(), place.to()));
        } else {
            run.extents.add(place);
        }
        return true;
    }

    /** Takes in a run as an earlier {@link #entries()} described it. */
    synchronized void restore(Entry entry) {
        Run run = new Run();
        run.next = entry.next();
        run.ended = entry.ended();
        run.extents.addAll(entry.extents());
        runs.put(entry.runId(), run);
    }

    /** How many records a run has. */
    synchronized long next(String runId) {
        Run run = runs.get(runId);
        return run == null ? 0 : run.next;
    }

    synchronized @Nullable Entry find(String runId) {
        Run run = runs.get(runId);
        return run == null ? null : entry(runId, run);
    }

    synchronized List<RunHead> heads() {
        List<RunHead> heads = new ArrayList<>(runs.size());
        runs.forEach((runId, run) -> heads.add(new RunHead(runId, run.next, run.ended)));
        return heads;
    }

    synchronized List<Entry> entries() {
        List<Entry> entries = new ArrayList<>(runs.size());
        runs.forEach((runId, run) -> entries.add(entry(runId, run)));
        return entries;
    }

    private static Entry entry(String runId, Run run) {
        return new Entry(runId, run.next, run.ended, List.copyOf(run.extents));
    }
}
