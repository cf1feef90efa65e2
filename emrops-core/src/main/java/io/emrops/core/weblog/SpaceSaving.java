package io.emrops.core.weblog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * The heaviest paths: all of them while there is room, and then those of Metwally, Agrawal and El Abbadi, "Efficient computation of frequent and top-k elements in
 * data streams": a new path takes the place of the lightest one, and may have weighed as much before. What is missing is less than the
 * weight of all requests divided by the room, and a path that weighs more than that is there.
 */
final class SpaceSaving {
    private final ToLongFunction<PathTally> weight;
    private final int room;
    private final Map<String, Kept> byPath = new HashMap<>();
    /** A heap with the lightest first. */
    private final List<Kept> heap = new ArrayList<>();

    private long forgottenRequests;
    private long forgottenTime;

    SpaceSaving(int room, ToLongFunction<PathTally> weight) {
        this.room = room;
        this.weight = weight;
    }

    /** A path and what is known of it; what is missed may have come before. */
    static final class Kept {
        final String path;
        final long missedRequests;
        final long missedTime;
        PathTally tally;
        private long rank;
        private int index;

        private Kept(String path, long missedRequests, long missedTime, PathTally tally) {
            this.path = path;
            this.missedRequests = missedRequests;
            this.missedTime = missedTime;
            this.tally = tally;
        }
    }

    void add(String path, PathTally more) {
        var weighs = weight.applyAsLong(more);
        var known = byPath.get(path);
        if (known != null) {
            known.tally = known.tally.plus(more);
            known.rank += weighs;
            sink(known);
        } else if (heap.size() < room) {
            var kept = new Kept(path, 0, 0, more);
            kept.rank = weighs;
            byPath.put(path, kept);
            heap.add(kept);
            rise(kept, heap.size() - 1);
        } else {
            var lightest = heap.get(0);
            byPath.remove(lightest.path);
            forget(lightest);
            var kept = new Kept(path, forgottenRequests, forgottenTime, more);
            kept.rank = lightest.rank + weighs;
            byPath.put(path, kept);
            place(kept, 0);
            sink(kept);
        }
    }

    /** Of no path that is not kept was there more than this. */
    private void forget(Kept lightest) {
        forgottenRequests = Math.max(forgottenRequests, lightest.missedRequests + lightest.tally.requests());
        forgottenTime = Math.max(forgottenTime, lightest.missedTime + lightest.tally.time());
    }

    private void place(Kept kept, int index) {
        heap.set(index, kept);
        kept.index = index;
    }

    private void rise(Kept kept, int from) {
        var index = from;
        while (index > 0 && heap.get((index - 1) / 2).rank > kept.rank) {
            place(heap.get((index - 1) / 2), index);
            index = (index - 1) / 2;
        }
        place(kept, index);
    }

    private void sink(Kept kept) {
        var index = kept.index;
        while (2 * index + 1 < heap.size()) {
            var child = 2 * index + 1;
            if (child + 1 < heap.size() && heap.get(child + 1).rank < heap.get(child).rank) {
                child++;
            }
            if (heap.get(child).rank >= kept.rank) {
                break;
            }
            place(heap.get(child), index);
            index = child;
        }
        place(kept, index);
    }

    /** The heaviest by what is known of them, heaviest first; of the same weight by their names. */
    List<Kept> top(int count) {
        var heaviest = Comparator.<Kept>comparingLong(kept -> weight.applyAsLong(kept.tally))
                .reversed()
                .thenComparing(kept -> kept.path);
        return heap.stream().sorted(heaviest).limit(count).toList();
    }
}
