package io.emrops.docker.patch;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.deploy.Release;
import io.emrops.docker.release.ReleaseRecord;
import io.emrops.docker.release.ReleaseRecord.Standing;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class NeededReleasesTest {
    private static ReleaseRecord rolledOut(String version) {
        return record(version, "run/deploy#" + version);
    }

    private static ReleaseRecord broughtBack(String version) {
        return record(version, "");
    }

    /** From before it was written down what came of a roll-out. */
    private static ReleaseRecord record(String version, String key) {
        var release = new Release(version, List.of(), Map.of(), Instant.EPOCH);
        return new ReleaseRecord(key, release, Map.of("api", version)).with(Standing.UNTOLD);
    }

    private static ReleaseRecord reached(String version) {
        return rolledOut(version).with(Standing.REACHED);
    }

    private static ReleaseRecord begun(String version) {
        return rolledOut(version).with(Standing.BEGUN);
    }

    private static HashSet<String> needed(int last, ReleaseRecord... newestFirst) {
        var ids = new HashSet<String>();
        NeededReleases.of(List.of(newestFirst), last).addTo(ids);
        return ids;
    }

    @Test
    void the_last_ones_are_needed() {
        assertThat(needed(2, rolledOut("3"), rolledOut("2"), rolledOut("1"))).containsExactlyInAnyOrder("3", "2");
    }

    @Test
    void one_that_was_brought_back_is_the_same_release() {
        assertThat(needed(2, broughtBack("2"), rolledOut("2"), rolledOut("1"), rolledOut("0")))
                .containsExactlyInAnyOrder("2", "1");
    }

    @Test
    void one_that_was_rolled_back_right_away_does_not_count() {
        assertThat(needed(
                        2, broughtBack("1.9"), rolledOut("2.1"), rolledOut("1.9"), rolledOut("1.8"), rolledOut("1.7")))
                .containsExactlyInAnyOrder("1.9", "2.1", "1.8");
        assertThat(needed(
                        2,
                        rolledOut("2.2"),
                        broughtBack("1.9"),
                        rolledOut("2.1"),
                        rolledOut("2.1"),
                        rolledOut("1.9"),
                        rolledOut("1.8")))
                .containsExactlyInAnyOrder("2.2", "1.9");
    }

    @Test
    void one_that_was_never_reached_does_not_count_although_another_roll_out_came_after_it() {
        assertThat(needed(2, reached("2.2"), begun("2.1"), begun("2.1"), reached("2.0"), reached("1.9")))
                .containsExactlyInAnyOrder("2.2", "2.1", "2.0");
        assertThat(needed(2, reached("2.2"), begun("2.1"), rolledOut("2.0"), rolledOut("1.9")))
                .containsExactlyInAnyOrder("2.2", "2.1", "2.0");
        assertThat(needed(1, begun("2.1"), reached("2.0"), reached("1.9"))).containsExactlyInAnyOrder("2.1", "2.0");
    }

    @Test
    void one_that_was_reached_counts_although_its_repetition_was_cut_off() {
        assertThat(needed(2, begun("2.1"), reached("2.1"), reached("2.0"), reached("1.9")))
                .containsExactlyInAnyOrder("2.1", "2.0");
    }

    @Test
    void one_that_was_reached_and_rolled_back_right_away_does_not_count_whatever_failed_in_between() {
        var back = broughtBack("1.9").with(Standing.REACHED);

        assertThat(needed(2, back, begun("2.2"), reached("2.1"), reached("1.9"), reached("1.8")))
                .containsExactlyInAnyOrder("1.9", "2.2", "2.1", "1.8");
    }

    @Test
    void fewer_than_asked_for_are_not_complete() {
        var records = List.of(broughtBack("1"), rolledOut("2"), rolledOut("1"));

        assertThat(NeededReleases.of(records, 2).complete()).isFalse();
        assertThat(NeededReleases.of(records, 1).complete()).isTrue();
    }
}
