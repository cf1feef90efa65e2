package io.emrops.core.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.StoreException;
import io.emrops.StoreException.Problem;
import io.emrops.core.Jvm;
import io.emrops.spi.Leases.Acquisition;
import io.emrops.spi.Leases.Held;
import io.emrops.spi.Leases.Holder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLeasesTest {
    private static final Instant SINCE = Instant.parse("2025-06-01T02:00:00Z");

    @TempDir
    Path directory;

    @Test
    void a_lock_excludes_other_runs_and_says_who_holds_it() {
        FileLeases leases = FileLeases.open(directory);
        assertThat(leases.acquire(locks("emrnext", "sql-01"), holder("run-1"))).isEqualTo(new Acquisition.Granted());

        Acquisition answer = leases.acquire(locks("iis", "sql-01"), holder("run-2"));

        assertThat(answer).isInstanceOfSatisfying(Acquisition.Refused.class, refused -> {
            assertThat(refused.by().lock()).isEqualTo("sql-01");
            assertThat(refused.by().holder()).isEqualTo(holder("run-1"));
            assertThat(refused.by().process())
                    .contains("pid " + ProcessHandle.current().pid());
            assertThat(refused.by().alive()).isTrue();
        });
        assertThat(leases.holder("iis")).isEmpty();
        assertThat(leases.held()).extracting(Held::lock).containsExactly("emrnext", "sql-01");
    }

    @Test
    void a_run_takes_its_own_locks_again_and_holds_them_since_the_first_time() {
        FileLeases.open(directory).acquire(locks("emrnext"), holder("run-1"));
        Holder later = new Holder("run-1", "deploy", "other-step", SINCE.plusSeconds(60));

        assertThat(FileLeases.open(directory).acquire(locks("emrnext", "iis"), later))
                .isEqualTo(new Acquisition.Granted());

        List<Held> held = FileLeases.open(directory).held();
        assertThat(held).extracting(h -> h.holder().since()).containsExactly(SINCE, SINCE.plusSeconds(60));
        assertThat(held).extracting(h -> h.holder().stepPath()).containsOnly("other-step");
    }

    @Test
    void a_run_releases_its_own_locks_only() {
        FileLeases leases = FileLeases.open(directory);
        leases.acquire(locks("a", "b"), holder("run-1"));
        leases.acquire(locks("c"), holder("run-2"));

        leases.release(locks("a", "c", "never-taken"), "run-1");

        assertThat(leases.held()).extracting(Held::lock).containsExactly("b", "c");
    }

    @Test
    void release_by_force_returns_what_was_released() {
        FileLeases leases = FileLeases.open(directory);
        leases.acquire(locks("emrnext"), holder("run-1"));

        assertThat(leases.releaseByForce("emrnext", "the server was scrapped"))
                .hasValueSatisfying(held -> assertThat(held.holder()).isEqualTo(holder("run-1")));

        assertThat(leases.releaseByForce("emrnext", "again")).isEmpty();
        assertThat(leases.acquire(locks("emrnext"), holder("run-2"))).isEqualTo(new Acquisition.Granted());
        assertThatThrownBy(() -> leases.releaseByForce("emrnext", " ")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void any_name_is_a_lock_of_its_own() {
        FileLeases leases = FileLeases.open(directory);
        List<String> names = List.of(
                "emr/../../etc",
                "EMR",
                "emr",
                "a b",
                "ä",
                "con",
                "a%20b",
                "x".repeat(3000),
                "x".repeat(3001),
                "..",
                "*");
        for (String name : names) {
            assertThat(leases.acquire(locks(name), holder("run of " + name))).isEqualTo(new Acquisition.Granted());
        }

        assertThat(leases.held()).extracting(Held::lock).containsExactlyInAnyOrderElementsOf(names);
        for (String name : names) {
            assertThat(leases.holder(name).orElseThrow().holder().runId()).isEqualTo("run of " + name);
        }
        assertThatThrownBy(() -> leases.acquire(locks(""), holder("run"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_damaged_lock_counts_as_taken_until_it_is_released_by_force() throws Exception {
        FileLeases leases = FileLeases.open(directory);
        leases.acquire(locks("emrnext"), holder("run-1"));
        Files.writeString(directory.resolve("lock-emrnext.json"), "{\"format\":1,\"lock\":\"emr");
        FileLeases again = FileLeases.open(directory);

        assertThatThrownBy(() -> again.acquire(locks("emrnext"), holder("run-1")))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.problem()).isEqualTo(Problem.CORRUPT))
                .hasMessageContaining("lock-emrnext.json");
        assertThat(again.releaseByForce("emrnext", "the disk was full"))
                .hasValueSatisfying(held -> assertThat(held.holder().runId()).isEqualTo("unknown"));
        assertThat(again.acquire(locks("emrnext"), holder("run-2"))).isEqualTo(new Acquisition.Granted());
    }

    @Test
    void an_interrupt_does_not_matter() {
        Thread.currentThread().interrupt();

        FileLeases leases = FileLeases.open(directory);
        leases.acquire(locks("emrnext"), holder("run-1"));
        assertThat(leases.held()).hasSize(1);
        leases.release(locks("emrnext"), "run-1");

        assertThat(leases.held()).isEmpty();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void one_of_many_threads_wins() throws Exception {
        AtomicInteger winners = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String run = "run-" + i;
            Thread thread = new Thread(() -> {
                FileLeases leases = FileLeases.open(directory);
                if (leases.acquire(locks("a", "b"), holder(run)) instanceof Acquisition.Granted) {
                    winners.incrementAndGet();
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(winners).hasValue(1);
    }

    @Test
    void one_of_several_processes_wins_every_time() throws Exception {
        List<Jvm> processes = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                Jvm process = Jvm.start(LockingProcess.class, directory.toString());
                assertThat(process.line()).isEqualTo("ready");
                processes.add(process);
            }
            for (int round = 0; round < 100; round++) {
                for (int i = 0; i < processes.size(); i++) {
                    processes.get(i).say("acquire run-" + i + " a b c");
                }
                List<String> answers = new ArrayList<>();
                for (Jvm process : processes) {
                    answers.add(process.line());
                }
                assertThat(answers).containsExactlyInAnyOrder("granted", "refused", "refused");
                int winner = answers.indexOf("granted");
                processes.get(winner).say("release run-" + winner + " a b c");
                assertThat(processes.get(winner).line()).isEqualTo("released");
            }
        } finally {
            for (Jvm process : processes) {
                process.kill();
            }
        }
    }

    @Test
    void a_lock_outlives_its_process_and_is_taken_again_by_its_run() throws Exception {
        FileLeases leases = FileLeases.open(directory);
        try (Jvm process = Jvm.start(LockingProcess.class, directory.toString())) {
            assertThat(process.line()).isEqualTo("ready");
            process.say("acquire run-1 emrnext");
            assertThat(process.line()).isEqualTo("granted");
            assertThat(leases.holder("emrnext").orElseThrow().alive()).isTrue();

            process.kill();
        }

        assertThat(leases.holder("emrnext").orElseThrow().alive()).isFalse();
        assertThat(leases.acquire(locks("emrnext"), holder("run-2"))).isInstanceOf(Acquisition.Refused.class);
        assertThat(leases.acquire(locks("emrnext"), holder("run-1"))).isEqualTo(new Acquisition.Granted());
        assertThat(leases.holder("emrnext").orElseThrow().alive()).isTrue();
    }

    @Test
    void what_dead_processes_left_behind_is_tidied_up() throws Exception {
        try (Jvm process = Jvm.start(LockingProcess.class, directory.toString())) {
            process.line();
            process.say("acquire run-1 emrnext");
            process.line();
            process.say("release run-1 emrnext");
            process.line();
        }
        Files.writeString(directory.resolve(".tmp-4711"), "{\"format\":1,\"lo");
        assertThat(names()).anyMatch(name -> name.startsWith("alive-"));

        FileLeases.open(directory);

        assertThat(names()).containsExactly("mutex");
    }

    @Test
    void lock_files_are_for_their_owner_only() throws Exception {
        Path made = directory.resolve("locks");
        FileLeases.open(made).acquire(locks("emrnext"), holder("run-1"));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                .isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(made)) {
            assertThat(files)
                    .hasSize(3)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
        assertThatThrownBy(() -> FileLeases.open(directory.resolve("share"), d -> "nfs"))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.problem()).isEqualTo(Problem.NOT_WRITABLE));
    }

    private List<String> names() throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static SortedSet<String> locks(String... names) {
        return new TreeSet<>(List.of(names));
    }

    private static Holder holder(String run) {
        return new Holder(run, "deploy", "Deployment/lock", SINCE);
    }
}
