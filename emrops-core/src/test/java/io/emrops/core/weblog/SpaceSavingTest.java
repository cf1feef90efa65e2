package io.emrops.core.weblog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class SpaceSavingTest {
    private static final int ROOM = 5;

    @Property
    void what_is_told_and_what_may_be_missing_hold_the_truth_between_them(
            @ForAll @Size(max = 200) List<@IntRange(max = 12) Integer> paths) {
        var saving = new SpaceSaving(ROOM, PathTally::requests);
        var truth = new TreeMap<String, Long>();
        for (var path : paths) {
            saving.add("/" + path, new PathTally(1 + path % 3, 0, 0, 0));
            truth.merge("/" + path, 1L + path % 3, Long::sum);
        }
        var all = truth.values().stream().mapToLong(n -> n).sum();

        var kept = saving.top(100);

        assertThat(kept).hasSize(Math.min(ROOM, truth.size()));
        for (var one : kept) {
            assertThat(one.missedRequests).isLessThanOrEqualTo(all / ROOM);
            assertThat(truth.get(one.path)).isBetween(one.tally.requests(), one.tally.requests() + one.missedRequests);
        }
        assertThat(kept)
                .extracting(one -> one.path)
                .containsAll(truth.entrySet().stream()
                        .filter(entry -> entry.getValue() > all / ROOM)
                        .map(java.util.Map.Entry::getKey)
                        .toList());
        assertThat(kept).isSortedAccordingTo((a, b) -> Long.compare(b.tally.requests(), a.tally.requests()));
    }
}
