package io.emrops.core.journal;

import static io.emrops.core.journal.Stores.batch;
import static io.emrops.core.journal.Stores.last;
import static io.emrops.core.journal.Stores.read;
import static io.emrops.core.journal.Stores.small;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.emrops.StoreException;
import io.emrops.StoreException.Problem;
import io.emrops.spi.RunStore;
import io.emrops.spi.RunStore.Batch;
import io.emrops.spi.RunStore.RunHead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRunStoreTest {
    @TempDir
    Path temporary;

    @Test
    void runs_are_found_again_in_the_order_of_their_first_record() {
        Path directory = temporary.resolve("store");
        try (FileRunStore store = FileRunStore.open(directory)) {
            store.append(batch("b", 0, "one", "two"));
            store.append(batch("a", 0, "one"));
            store.append(last("b", 2, "three"));
        }

        try (FileRunStore store = FileRunStore.open(directory)) {
            assertThat(store.runs()).containsExactly(new RunHead("b", 3, true), new RunHead("a", 1, false));
            assertThat(read(store, "b")).containsExactly("one", "two", "three");
            store.append(batch("b", 3, "opened again"));
            assertThat(store.runs()).contains(new RunHead("b", 4, false));
        }
    }

    @Test
    void a_batch_behind_other_records_than_its_writer_has_seen_is_a_conflict() {
        try (FileRunStore store = FileRunStore.open(temporary)) {
            store.append(batch("run", 0, "one"));

            assertThatThrownBy(() -> store.append(batch("run", 0, "other"))).satisfies(is(Problem.CONFLICT));
            assertThatThrownBy(() -> store.append(batch("run", 2, "three"))).satisfies(is(Problem.CONFLICT));
            assertThat(read(store, "run")).containsExactly("one");
        }
    }

    @Test
    void a_run_that_is_not_there_is_not_found() {
        try (FileRunStore store = FileRunStore.open(temporary)) {
            assertThatThrownBy(() -> store.read("run")).satisfies(is(Problem.NOT_FOUND));
        }
    }

    @Test
    void a_closed_store_says_so() {
        FileRunStore store = FileRunStore.open(temporary);
        store.close();
        store.close();

        assertThatThrownBy(() -> store.append(batch("run", 0, "one"))).satisfies(is(Problem.CLOSED));
        assertThatThrownBy(() -> store.read("run")).satisfies(is(Problem.CLOSED));
        assertThatThrownBy(store::runs).satisfies(is(Problem.CLOSED));
    }

    @Test
    void the_largest_record_is_taken_and_a_larger_one_is_not() {
        byte[] largest = new byte[RunStore.MAX_RECORD_BYTES];
        largest[largest.length - 1] = 7;
        try (FileRunStore store = small(temporary).open()) {
            store.append(new Batch("run", 0, List.of(new byte[0], largest, new byte[] {1}), false));

            assertThat(store.read("run")).containsExactly(new byte[0], largest, new byte[] {1});
            assertThatThrownBy(() -> store.append(new Batch("run", 3, List.of(new byte[largest.length + 1]), false)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("16777217");
        }
        assertThat(FileRunStore.verify(temporary).intact()).isTrue();
    }

    @Test
    void a_batch_larger_than_a_segment_goes_over_several() {
        List<String> records = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            records.add(i + " " + "x".repeat(i * 10));
        }
        try (FileRunStore store = small(temporary).open()) {
            store.append(batch("run", 0, records.toArray(String[]::new)));
            assertThat(read(store, "run")).isEqualTo(records);
        }
        try (FileRunStore store = small(temporary).open()) {
            assertThat(read(store, "run")).isEqualTo(records);
            assertThat(FileRunStore.verify(temporary).segments()).isGreaterThan(8);
        }
    }

    @Test
    void ten_thousand_records_are_read_again() {
        try (FileRunStore store = FileRunStore.open(temporary)) {
            for (int from = 0; from < 10_000; from += 100) {
                int start = from;
                List<byte[]> records = Stream.iterate(start, i -> i + 1)
                        .limit(100)
                        .map(i -> ("record " + i).getBytes(UTF_8))
                        .toList();
                store.append(new Batch("run", from, records, false));
                store.append(new Batch("other-" + from, 0, records, true));
            }
        }
        try (FileRunStore store = FileRunStore.open(temporary)) {
            List<String> records = read(store, "run");

            assertThat(records).hasSize(10_000);
            assertThat(records.get(9_999)).isEqualTo("record 9999");
        }
    }

    @Test
    void a_sealed_segment_is_not_read_when_a_store_is_opened() throws Exception {
        try (FileRunStore store = small(temporary).open()) {
            store.append(last("old", 0, "x".repeat(1500)));
            store.append(batch("new", 0, "y".repeat(1500)));
        }
        Path sealed = temporary.resolve("journal-00000001.seg");
        Files.write(sealed, Stores.flipped(Files.readAllBytes(sealed), 300));

        try (FileRunStore store = small(temporary).open()) {
            assertThat(store.runs()).containsExactly(new RunHead("old", 1, true), new RunHead("new", 1, false));
            assertThat(store.read("new")).hasSize(1);
            assertThatThrownBy(() -> store.read("old"))
                    .satisfies(is(Problem.CORRUPT))
                    .hasMessageContaining(sealed + " at byte 128");
        }
    }

    @Test
    void a_second_instance_in_the_same_process_is_refused_and_takes_nothing_from_the_first() {
        try (FileRunStore store = FileRunStore.open(temporary)) {
            assertThatThrownBy(() -> FileRunStore.open(temporary.resolve("..").resolve(temporary.getFileName())))
                    .satisfies(is(Problem.IN_USE))
                    .hasMessageContaining("this process");

            store.append(batch("run", 0, "one"));
        }
        FileRunStore.open(temporary).close();
    }

    @Test
    void a_store_in_use_is_read_from_outside() {
        try (FileRunStore store = small(temporary).open()) {
            store.append(batch("run", 0, "one"));
            RunStore outside = FileRunStore.openReadOnly(temporary);
            assertThat(read(outside, "run")).containsExactly("one");

            store.append(batch("run", 1, "x".repeat(1500)));
            store.append(last("run", 2, "y".repeat(1500)));

            assertThat(outside.runs()).containsExactly(new RunHead("run", 3, true));
            assertThat(outside.read("run")).hasSize(3);
            assertThatThrownBy(() -> outside.append(batch("run", 3, "four"))).satisfies(is(Problem.NOT_WRITABLE));
            assertThat(FileRunStore.verify(temporary).records()).isEqualTo(3);
        }
    }

    @Test
    void where_there_is_no_store_nothing_is_made_by_looking() {
        Path missing = temporary.resolve("missing");

        assertThatThrownBy(() -> FileRunStore.openReadOnly(missing)).satisfies(is(Problem.NOT_FOUND));
        assertThatThrownBy(() -> FileRunStore.verify(missing)).satisfies(is(Problem.NOT_FOUND));
        assertThatThrownBy(() -> FileRunStore.verify(temporary)).satisfies(is(Problem.NOT_FOUND));
        assertThat(missing).doesNotExist();
    }

    @Test
    void a_newer_format_is_refused_before_anything_is_written() throws Exception {
        try (FileRunStore store = small(temporary).open()) {
            store.append(batch("run", 0, "one"));
        }
        Files.delete(temporary.resolve("store.lock"));
        Path segment = temporary.resolve("journal-00000001.seg");
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(segment)).putShort(8, (short) 2);
        CRC32C crc = new CRC32C();
        crc.update(bytes.array(), 0, 12);
        Files.write(segment, bytes.putInt(12, (int) crc.getValue()).array());

        assertThatThrownBy(() -> FileRunStore.open(temporary))
                .satisfies(is(Problem.NEWER_FORMAT))
                .hasMessageContaining("format version 2");
        assertThatThrownBy(() -> FileRunStore.verify(temporary)).satisfies(is(Problem.NEWER_FORMAT));
        assertThatThrownBy(() -> FileRunStore.openReadOnly(temporary)).satisfies(is(Problem.NEWER_FORMAT));
        assertThat(temporary.resolve("store.lock")).doesNotExist();
    }

    @Test
    void all_that_a_store_makes_is_for_its_owner_only() throws Exception {
        assumeThat(Files.getFileStore(temporary).supportsFileAttributeView("posix"))
                .as("needs POSIX permissions")
                .isTrue();
        Path directory = temporary.resolve("a").resolve("store");
        try (FileRunStore store = small(directory).open()) {
            store.append(batch("run", 0, "x".repeat(1500)));
            store.append(batch("run", 1, "y".repeat(1500)));
            FileInbox.send(directory, new byte[] {1});
            Files.writeString(directory.resolve("inbox").resolve("0.request"), "x".repeat(70_000));
            store.inbox().poll();
        }

        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(f -> !f.endsWith("0.request")).toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as(file.toString())
                        .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------");
            }
        }
    }

    @Test
    void a_world_writable_directory_is_refused() throws Exception {
        Path directory = Files.createDirectory(temporary.resolve("open"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThatThrownBy(() -> FileRunStore.open(directory)).satisfies(is(Problem.NOT_WRITABLE));
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void network_mounts_are_refused() {
        for (String type : List.of("nfs4", "cifs", "smbfs", "fuse.sshfs", "9p", "NFS")) {
            Path directory = temporary.resolve(type);

            assertThatThrownBy(() ->
                            FileRunStore.builder(directory).mounts(d -> type).open())
                    .satisfies(is(Problem.NOT_WRITABLE))
                    .hasMessageContaining("network mount");
            assertThat(directory).doesNotExist();
        }
    }

    @Test
    void a_mount_of_unknown_type_is_taken() {
        FileRunStore.builder(temporary)
                .mounts(directory -> {
                    throw new IOException("Mount point not found");
                })
                .open()
                .close();
    }

    @Test
    void settings_that_cannot_work_are_refused() {
        assertThatThrownBy(() -> FileRunStore.builder(temporary).segmentBytes(1023))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1023");
    }

    private static Consumer<Throwable> is(Problem problem) {
        return e -> assertThat(e)
                .isInstanceOfSatisfying(
                        StoreException.class,
                        store -> assertThat(store.problem()).isEqualTo(problem));
    }
}
