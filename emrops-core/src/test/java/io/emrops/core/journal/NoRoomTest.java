package io.emrops.core.journal;

import static io.emrops.core.journal.Stores.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.emrops.StoreException;
import io.emrops.StoreException.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real file systems that are full or read-only. */
class NoRoomTest {
    @TempDir
    Path temporary;

    @Test
    void a_full_disk_stops_the_store_and_room_makes_it_go_on() throws Exception {
        Path disk = temporary.resolve("disk");
        try (Mount mount = Mount.tmpfs(disk, "size=128k,mode=700")) {
            Path ballast = Files.write(disk.resolve("ballast"), new byte[32 << 10]);
            Path directory = disk.resolve("store");
            List<String> acknowledged = new ArrayList<>();
            try (FileRunStore store = store(directory)) {
                StoreException full = catchThrowableOfType(StoreException.class, () -> {
                    while (true) {
                        String record = acknowledged.size() + " " + "x".repeat(1000);
                        store.append(batch("run", acknowledged.size(), record));
                        acknowledged.add(record);
                    }
                });
                assertThat(full.problem()).isEqualTo(Problem.FULL);
                assertThat(Stores.read(store, "run")).isEqualTo(acknowledged);

                Files.delete(ballast);
                assertThatThrownBy(() -> store.append(batch("run", acknowledged.size(), "more")))
                        .satisfies(is(Problem.FULL));
            }

            try (FileRunStore store = store(directory)) {
                List<String> there = Stores.read(store, "run");
                assertThat(there).startsWith(acknowledged.toArray(String[]::new));
                store.append(batch("run", there.size(), "more"));
                assertThat(Stores.read(store, "run")).endsWith("more");
            }
            assertThat(FileRunStore.verify(directory).intact()).isTrue();
        }
    }

    @Test
    void a_disk_without_room_for_a_store_is_full() throws Exception {
        Path disk = temporary.resolve("disk");
        try (Mount mount = Mount.tmpfs(disk, "size=128k,mode=700")) {
            assertThatThrownBy(() -> FileRunStore.open(disk.resolve("store"))).satisfies(is(Problem.FULL));
        }
    }

    @Test
    void a_read_only_file_system_is_refused_and_can_be_looked_at() throws Exception {
        Path disk = temporary.resolve("disk");
        try (Mount mount = Mount.tmpfs(disk, "size=1m,mode=700")) {
            Path directory = disk.resolve("store");
            try (FileRunStore store = store(directory)) {
                store.append(batch("run", 0, "one"));
            }
            mount.remount("ro");

            assertThatThrownBy(() -> FileRunStore.open(directory)).satisfies(is(Problem.NOT_WRITABLE));
            assertThatThrownBy(() -> FileRunStore.open(disk.resolve("new"))).satisfies(is(Problem.NOT_WRITABLE));
            assertThat(FileRunStore.verify(directory).records()).isEqualTo(1);
            assertThat(Stores.read(FileRunStore.openReadOnly(directory), "run")).containsExactly("one");
        }
    }

    private static FileRunStore store(Path directory) {
        return FileRunStore.builder(directory)
                .segmentBytes(48 << 10)
                .unit(16 << 10)
                .open();
    }

    private static Consumer<Throwable> is(Problem problem) {
        return e -> assertThat(e)
                .isInstanceOfSatisfying(
                        StoreException.class,
                        store -> assertThat(store.problem()).isEqualTo(problem));
    }
}
