package io.emrops.core.journal;

import static io.emrops.core.journal.Stores.batch;
import static io.emrops.core.journal.Stores.cut;
import static io.emrops.core.journal.Stores.flipped;
import static io.emrops.core.journal.Stores.last;
import static io.emrops.core.journal.Stores.put;
import static io.emrops.core.journal.Stores.readAll;
import static io.emrops.core.journal.Stores.small;
import static io.emrops.core.journal.Stores.with;
import static io.emrops.core.journal.Stores.without;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.emrops.StoreException;
import io.emrops.StoreException.Problem;
import io.emrops.core.journal.VerificationReport.Break;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files that were damaged after they had been written in order: every byte of a small store, one at a time. */
class DamageTest {
    private static final String FIRST = "journal-00000001.seg";
    private static final String LAST = "journal-00000002.seg";
    private static final int ENOUGH_FOR_TESTS = 1;

    private final Path directory = Stores.fastDirectory();
    private Map<String, List<String>> truth = Map.of();
    private Map<String, byte[]> files = Map.of();

    @BeforeEach
    void a_store_of_two_segments_closed_in_order() throws Exception {
        try (FileRunStore store = small(directory).segmentBytes(1024).unit(512).open()) {
            store.append(batch("deploy-1", 0, "started", "backup done", "release done"));
            store.append(batch("backup-2", 0, "x".repeat(100)));
            for (int i = 0; i < 3; i++) {
                store.append(batch("deploy-1", 3 + i, "step " + i + " " + "y".repeat(40)));
            }
            store.append(last("backup-2", 1, "done"));
            store.append(batch("restart-3", 0, "started"));
            truth = readAll(store);
        }
        files = Stores.files(directory);
        assertThat(files).containsOnlyKeys("index", FIRST, LAST);
    }

    @AfterEach
    void remove() {
        Stores.delete(directory);
    }

    @Test
    void a_flipped_bit_is_never_a_wrong_read() throws Exception {
        for (String name : files.keySet()) {
            for (int at = 0; at < files.get(name).length; at++) {
                put(with(files, name, flipped(files.get(name), at)), directory);

                assertThat(readable()).as("%s, byte %d", name, at).isIn(refused(), Optional.of(truth));
            }
        }
    }

    @Test
    void a_flipped_bit_is_never_a_wrong_read_when_the_index_is_gone_too() throws Exception {
        Map<String, byte[]> segments = without(files, "index");
        for (String name : segments.keySet()) {
            for (int at = 0; at < segments.get(name).length; at++) {
                put(with(segments, name, flipped(segments.get(name), at)), directory);

                assertThat(readable()).as("%s, byte %d", name, at).isIn(refused(), Optional.of(truth));
            }
        }
    }

    @Test
    void a_flipped_bit_in_a_record_or_a_header_is_located() throws Exception {
        for (String name : without(files, "index").keySet()) {
            int written = written(files.get(name));
            for (int at = 0; at < written; at++) {
                put(with(files, name, flipped(files.get(name), at)), directory);

                Break found = verify().firstBreak().orElseThrow();

                assertThat(found.file()).isEqualTo(name);
                assertThat(found.offset())
                        .as("%s, byte %d: %s", name, at, found)
                        .isBetween(at - 400L, (long) at);
            }
        }
    }

    @Test
    void a_flipped_bit_in_the_unused_space_changes_no_record() throws Exception {
        for (int at = written(files.get(LAST)); at < files.get(LAST).length; at++) {
            put(with(files, LAST, flipped(files.get(LAST), at)), directory);

            VerificationReport report = verify();

            assertThat(report.records()).isEqualTo(9);
            assertThat(report.unfinishedTail() || !report.intact()).isTrue();
        }
    }

    @Test
    void a_flipped_bit_in_the_index_is_made_good() throws Exception {
        for (int at = 0; at < files.get("index").length; at++) {
            put(with(files, "index", flipped(files.get("index"), at)), directory);

            assertThat(readable()).contains(truth);
            assertThat(Stores.files(directory).get("index")).isEqualTo(files.get("index"));
        }
    }

    @Test
    void a_file_that_was_cut_at_any_length_is_never_a_shorter_history() throws Exception {
        for (String name : without(files, "index").keySet()) {
            for (int length = 0; length < files.get(name).length; length++) {
                Map<String, byte[]> shorter = with(files, name, cut(files.get(name), length));
                put(shorter, directory);
                // What the index and the other files do not need may be missing; the walk over all of it sees that.
                assertThat(readable()).as("%s cut to %d", name, length).isIn(refused(), Optional.of(truth));
                assertThat(verify().intact()).as("%s cut to %d", name, length).isFalse();

                put(without(shorter, "index"), directory);
                assertThat(readable())
                        .as("%s cut to %d, no index", name, length)
                        .isEqualTo(refused());
            }
        }
    }

    @Test
    void records_that_became_zeros_are_missed_by_the_index() throws Exception {
        byte[] whole = files.get(LAST);
        for (int from = SegmentHeader.BYTES; from < written(whole); from++) {
            byte[] zeroed = Arrays.copyOf(cut(whole, from), whole.length);
            put(with(files, LAST, zeroed), directory);

            assertThat(readable()).as("zeros from %d", from).isEqualTo(refused());
            assertThat(verify().intact()).isFalse();
        }
    }

    @Test
    void a_missing_segment_is_noticed() throws Exception {
        for (String name : without(files, "index").keySet()) {
            put(without(files, name), directory);

            assertThat(readable()).as(name).isEqualTo(refused());
            assertThat(verify().intact()).isFalse();
        }
    }

    @Test
    void a_segment_in_the_place_of_another_is_noticed() throws Exception {
        put(with(files, LAST, files.get(FIRST)), directory);

        assertThat(readable()).isEqualTo(refused());
        assertThat(verify().firstBreak().orElseThrow().file()).isEqualTo(LAST);
    }

    /** The limit that docs/journal-format.md states: only a chain head kept elsewhere shows this. */
    @Test
    void whole_groups_missing_at_the_end_together_with_the_index_are_not_noticed() throws Exception {
        String headBefore = verify().chainHead();
        put(without(without(files, LAST), "index"), directory);

        VerificationReport report = verify();

        assertThat(report.intact()).isTrue();
        assertThat(report.chainHead()).isNotEqualTo(headBefore);
    }

    @Test
    void an_index_of_an_older_state_is_brought_up_to_date() throws Exception {
        try (FileRunStore store = small(directory).segmentBytes(1024).unit(512).open()) {
            store.append(batch("restart-3", 1, "two"));
            truth = readAll(store);
        }
        put(with(Stores.files(directory), "index", files.get("index")), directory);

        assertThat(readable()).contains(truth);
    }

    @Test
    void an_older_copy_of_the_journal_is_refused_until_its_index_is_removed() throws Exception {
        try (FileRunStore store = small(directory).segmentBytes(1024).unit(512).open()) {
            store.append(batch("restart-3", 1, "two"));
        }
        Map<String, byte[]> older = with(files, "index", Stores.files(directory).get("index"));
        put(older, directory);
        assertThat(readable()).isEqualTo(refused());

        put(without(older, "index"), directory);
        assertThat(readable()).contains(truth);
    }

    private static Optional<Map<String, List<String>>> refused() {
        return Optional.empty();
    }

    /** Everything in the store; empty if it says that it is damaged. Anything else fails the test. */
    private Optional<Map<String, List<String>>> readable() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        StoreException refusal = catchThrowableOfType(StoreException.class, () -> {
            try (FileRunStore store =
                    small(directory).segmentBytes(1024).unit(512).open()) {
                all.putAll(readAll(store));
            }
        });
        if (refusal == null) {
            return Optional.of(all);
        }
        assertThat(refusal.problem()).as(refusal.getMessage()).isEqualTo(Problem.CORRUPT);
        assertThat(refusal).hasMessageContaining(directory.toString());
        return Optional.empty();
    }

    private VerificationReport verify() throws Exception {
        return new Verifier(new StoreFiles(directory), ENOUGH_FOR_TESTS).run();
    }

    private static int written(byte[] segment) {
        return IntStream.range(0, segment.length)
                        .filter(at -> segment[at] != 0)
                        .max()
                        .orElse(0)
                + 1;
    }
}
