package io.emrops.docker.patch;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.deploy.Release;
import io.emrops.docker.release.ReleaseRecord;
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

    private static ReleaseRecord record(String version, String key) {
        var release = new Release(version, List.of(), Map.of(), Instant.EPOCH);
        return new ReleaseRecord(key, release, Map.of("api", version));
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
    void fewer_than_asked_for_are_not_complete() {
        var records = List.of(broughtBack("1"), rolledOut("2"), rolledOut("1"));

        assertThat(NeededReleases.of(records, 2).complete()).isFalse();
        assertThat(NeededReleases.of(records, 1).complete()).isTrue();
    }
}
