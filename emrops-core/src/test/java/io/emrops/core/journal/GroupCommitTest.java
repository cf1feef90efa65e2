package io.emrops.core.journal;

import static io.emrops.core.journal.Stores.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.emrops.StoreException;
import io.emrops.StoreException.Problem;
import io.emrops.core.storage.SafeDirectory;
import io.emrops.core.storage.SafeDirectory.MountType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When appends return, and what they share. */
class GroupCommitTest {
    @TempDir
    Path directory;

    /** Lets a force happen only when it is told to, and writes down the order of things. */
    private static final class GatedDisk implements Disk {
        private final List<String> events = Collections.synchronizedList(new ArrayList<>());
        private final CountDownLatch gate = new CountDownLatch(1);
        private final AtomicInteger forces = new AtomicInteger();

        @Override
        public void write(SegmentFile file, long offset, byte[] bytes, int count) throws IOException {
            REAL.write(file, offset, bytes, count);
        }

        @Override
        public void force(SegmentFile file) throws IOException {
            int number = forces.incrementAndGet();
            events.add("force " + number + " begins");
            pass();
            REAL.force(file);
            events.add("force " + number + " ends");
        }

        /** As a disk does, this takes no notice of an interrupt; the flag is up again when the force itself begins. */
        private void pass() {
            boolean interrupted = false;
            while (true) {
                try {
                    gate.await();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void batches_that_wait_together_share_one_force_and_return_after_it() throws Exception {
        int others = 7;
        GatedDisk disk = new GatedDisk();
        List<Thread> threads = new ArrayList<>();
        try (FileRunStore store = FileRunStore.builder(directory).disk(disk).open()) {
            threads.add(appending(store, disk, "first"));
            await().until(() -> disk.forces.get() == 1);
            for (int i = 0; i < others; i++) {
                threads.add(appending(store, disk, "other-" + i));
            }
            await().until(() -> store.waiting() == others);
            assertThat(disk.events).containsExactly("force 1 begins");

            disk.gate.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertThat(disk.forces).hasValue(2);
        assertThat(disk.events.indexOf("first returned")).isGreaterThan(disk.events.indexOf("force 1 ends"));
        for (int i = 0; i < others; i++) {
            assertThat(disk.events.indexOf("other-" + i + " returned"))
                    .isGreaterThan(disk.events.indexOf("force 2 ends"));
        }
    }

    private static Thread appending(FileRunStore store, GatedDisk disk, String run) {
        Thread thread = new Thread(() -> {
            store.append(batch(run, 0, "record"));
            disk.events.add(run + " returned");
        });
        thread.start();
        return thread;
    }

    @Test
    void an_interrupt_neither_aborts_an_append_nor_is_lost() throws Exception {
        GatedDisk disk = new GatedDisk();
        AtomicBoolean flag = new AtomicBoolean();
        try (FileRunStore store = FileRunStore.builder(directory).disk(disk).open()) {
            Thread thread = new Thread(() -> {
                store.append(batch("run", 0, "one"));
                flag.set(Thread.currentThread().isInterrupted());
                store.append(batch("run", 1, "two"));
            });
            thread.start();
            await().until(() -> disk.forces.get() == 1);

            thread.interrupt();
            disk.gate.countDown();
            thread.join();

            assertThat(flag).isTrue();
            assertThat(Stores.read(store, "run")).containsExactly("one", "two");
        }
    }

    @Test
    void opening_reading_and_closing_do_not_mind_an_interrupted_thread() {
        Thread.currentThread().interrupt();
        try (FileRunStore store = FileRunStore.open(directory)) {
            store.append(batch("run", 0, "one"));
            FileInbox.send(directory, new byte[] {1});

            assertThat(Stores.read(store, "run")).containsExactly("one");
            assertThat(store.inbox().poll()).hasSize(1);
            assertThat(FileRunStore.verify(directory).intact()).isTrue();
            assertThat(Stores.read(FileRunStore.openReadOnly(directory), "run")).containsExactly("one");
        }
        assertThat(Thread.interrupted()).isTrue();
    }

    /** Some append alone, some together; all of them on small segments, so that new ones are begun on the way. */
    @Test
    void a_storm_of_interrupts_does_the_store_no_harm() throws Exception {
        int each = 150;
        AtomicBoolean over = new AtomicBoolean();
        try (FileRunStore store =
                FileRunStore.builder(directory).segmentBytes(16 << 10).open()) {
            List<Thread> writers = new ArrayList<>();
            for (int w = 0; w < 3; w++) {
                String run = "run-" + w;
                writers.add(new Thread(() -> {
                    for (int i = 0; i < each; i++) {
                        store.append(batch(run, i, "record " + i));
                    }
                }));
            }
            Thread storm = new Thread(() -> {
                while (!over.get()) {
                    writers.forEach(Thread::interrupt);
                    Thread.onSpinWait();
                }
            });
            storm.start();
            for (Thread writer : writers) {
                writer.start();
            }
            for (Thread writer : writers) {
                writer.join();
            }
            over.set(true);
            storm.join();
            for (int w = 0; w < 3; w++) {
                assertThat(store.read("run-" + w)).hasSize(each);
            }
        }
        VerificationReport report = FileRunStore.verify(directory);
        assertThat(report.intact()).isTrue();
        assertThat(report.records()).isEqualTo(3L * each);
    }

    @Test
    void a_failed_force_is_final_and_is_never_tried_again() {
        AtomicInteger forces = new AtomicInteger();
        AtomicBoolean broken = new AtomicBoolean();
        Disk disk = new Disk() {
            @Override
            public void write(SegmentFile file, long offset, byte[] bytes, int count) throws IOException {
                REAL.write(file, offset, bytes, count);
            }

            @Override
            public void force(SegmentFile file) throws IOException {
                forces.incrementAndGet();
                if (broken.get()) {
                    throw new IOException("Input/output error");
                }
                REAL.force(file);
            }
        };
        try (FileRunStore store = FileRunStore.builder(directory).disk(disk).open()) {
            store.append(batch("run", 0, "one"));
            broken.set(true);
            assertThatThrownBy(() -> store.append(batch("run", 1, "two")))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.problem()).isEqualTo(Problem.FAILED));
            broken.set(false);
            int before = forces.get();

            assertThatThrownBy(() -> store.append(batch("run", 1, "two")))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.problem()).isEqualTo(Problem.FAILED))
                    .hasMessageContaining("open it anew");
            assertThat(Stores.read(store, "run")).containsExactly("one");
            assertThat(forces).hasValue(before);
        }
        try (FileRunStore store = FileRunStore.open(directory)) {
            assertThat(Stores.read(store, "run")).startsWith("one");
        }
    }

    /** Without memory or without stack even that may fail: to remember that a write broke off. */
    @Test
    void behind_a_commit_that_broke_off_nothing_is_written_whoever_forgot_that_it_did() throws Exception {
        AtomicBoolean broken = new AtomicBoolean();
        Disk disk = new Disk() {
            @Override
            public void write(SegmentFile file, long offset, byte[] bytes, int count) throws IOException {
                REAL.write(file, offset, bytes, count);
            }

            @Override
            public void force(SegmentFile file) throws IOException {
                if (broken.get()) {
                    throw new OutOfMemoryError("on purpose");
                }
                REAL.force(file);
            }
        };
        StoreFiles files = new StoreFiles(SafeDirectory.ensure(directory, MountType.OF_THE_SYSTEM));
        Journal journal = Journal.open(files, new Journal.Settings(UUID::randomUUID, 1 << 20, 1 << 10, disk));
        journal.commit(List.of(new Ticket(batch("run", 0, "one"))));
        broken.set(true);
        List<Ticket> second = List.of(new Ticket(batch("run", 1, "two")));
        assertThatThrownBy(() -> journal.commit(second)).isInstanceOf(OutOfMemoryError.class);
        broken.set(false);

        assertThatThrownBy(() -> journal.commit(second)).isInstanceOf(IllegalStateException.class);
        journal.close();

        try (FileRunStore store = FileRunStore.open(directory)) {
            assertThat(Stores.read(store, "run")).containsExactly("one", "two");
        }
    }

    @Test
    void what_a_failed_force_may_have_left_in_memory_only_is_written_again_at_the_next_open() throws Exception {
        SectorDisk dying = new SectorDisk();
        try (FileRunStore store = FileRunStore.builder(directory).disk(dying).open()) {
            store.append(batch("run", 0, "one"));
            dying.cutPower(sector -> true);
            assertThatThrownBy(() -> store.append(batch("run", 1, "two"))).isInstanceOf(StoreException.class);
        }
        List<Long> rewritten = new ArrayList<>();
        Disk watched = new Disk() {
            @Override
            public void write(SegmentFile file, long offset, byte[] bytes, int count) throws IOException {
                rewritten.add(offset);
                REAL.write(file, offset, bytes, count);
            }

            @Override
            public void force(SegmentFile file) throws IOException {
                rewritten.add(-1L);
                REAL.force(file);
            }
        };

        try (FileRunStore store = FileRunStore.builder(directory).disk(watched).open()) {
            long second = SegmentHeader.BYTES + Frames.size(3, 3);
            assertThat(Stores.read(store, "run")).containsExactly("one", "two");
            assertThat(rewritten).startsWith(second).endsWith(-1L);
        }
    }
}
