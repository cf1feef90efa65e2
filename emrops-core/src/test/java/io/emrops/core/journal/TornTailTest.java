package io.emrops.core.journal;

import static io.emrops.core.journal.Stores.batch;
import static io.emrops.core.journal.Stores.readAll;
import static io.emrops.core.journal.Stores.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.StoreException;
import io.emrops.StoreException.Problem;
import io.emrops.spi.RunStore.Batch;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a power cut in the middle of a force leaves behind, for every choice of sectors that made it to the disk. */
class TornTailTest {
    private final Path directory = Stores.fastDirectory();

    @AfterEach
    void remove() {
        Stores.delete(directory);
    }

    @Test
    void a_torn_group_is_cut_whatever_sectors_of_it_arrived() throws Exception {
        Batch group = batch("run", 2, "a".repeat(600), "b", "c".repeat(900), "d".repeat(100));
        int choices = 1 << tear(group, sector -> true);

        for (int choice = 0; choice < choices; choice++) {
            int bits = choice;
            tear(group, sector -> (bits >> sector & 1) == 1);

            try (FileRunStore store = small(directory).segmentBytes(1 << 20).open()) {
                List<String> run = Stores.read(store, "run");
                assertThat(run).as("sectors %s", Integer.toBinaryString(bits)).startsWith("one", "two");
                assertThat(run.subList(2, run.size()))
                        .isEqualTo(List.of("a".repeat(600), "b", "c".repeat(900), "d".repeat(100))
                                .subList(0, run.size() - 2));
                store.append(batch("run", run.size(), "after"));
            }
            assertThat(FileRunStore.verify(directory).intact()).isTrue();
            assertThat(FileRunStore.verify(directory).unfinishedTail()).isFalse();
        }
    }

    @Test
    void a_group_that_arrived_as_a_whole_is_kept() throws Exception {
        tear(batch("run", 2, "three"), sector -> true);

        try (FileRunStore store = small(directory).open()) {
            assertThat(Stores.read(store, "run")).containsExactly("one", "two", "three");
        }
    }

    @Test
    void a_group_that_did_not_arrive_at_all_leaves_no_trace() throws Exception {
        tear(batch("run", 2, "three".repeat(500)), sector -> false);

        try (FileRunStore store = small(directory).open()) {
            assertThat(Stores.read(store, "run")).containsExactly("one", "two");
        }
    }

    @Test
    void the_same_bytes_are_damage_once_a_later_group_was_forced_behind_them() throws Exception {
        try (FileRunStore store = small(directory).segmentBytes(1 << 20).open()) {
            store.append(batch("run", 0, "one"));
            store.append(batch("run", 1, "2".repeat(1500)));
            store.append(batch("run", 2, "three"));
        }
        Map<String, byte[]> files = Stores.without(Stores.files(directory), "index");
        byte[] segment = files.get("journal-00000001.seg").clone();
        Arrays.fill(segment, 1024, 1536, (byte) 0);
        Stores.put(Stores.with(files, "journal-00000001.seg", segment), directory);

        assertThatThrownBy(() -> small(directory).open())
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.problem()).isEqualTo(Problem.CORRUPT))
                .hasMessageContaining("later records lie behind it");
    }

    @Test
    void a_reader_from_outside_sees_what_was_acknowledged_before_a_torn_group() throws Exception {
        tear(batch("run", 2, "x".repeat(1200)), sector -> sector == 1);

        assertThat(FileRunStore.verify(directory).unfinishedTail()).isTrue();
        assertThat(readAll(FileRunStore.openReadOnly(directory))).isEqualTo(Map.of("run", List.of("one", "two")));
    }

    /** Leaves the directory as a power cut does: two groups acknowledged, the next one torn. */
    private int tear(Batch group, IntPredicate through) throws Exception {
        Stores.put(Map.of(), directory);
        SectorDisk disk = new SectorDisk();
        try (FileRunStore store =
                small(directory).segmentBytes(1 << 20).disk(disk).open()) {
            store.append(batch("run", 0, "one"));
            store.append(batch("run", 1, "two"));
            disk.cutPower(through);
            assertThatThrownBy(() -> store.append(group)).isInstanceOf(StoreException.class);
        }
        return disk.sectorsAtCut();
    }
}
