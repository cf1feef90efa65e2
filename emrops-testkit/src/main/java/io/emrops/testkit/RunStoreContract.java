package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.StoreException;
import io.emrops.StoreException.Problem;
import io.emrops.spi.RunStore;
import io.emrops.spi.RunStore.Batch;
import io.emrops.spi.RunStore.RunHead;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link RunStore} keeps to. Extend it and say how a store is opened. */
public abstract class RunStoreContract {
    private RunStore store;

    /** For subclasses. */
    @SuppressWarnings("NullAway.Init")
    protected RunStoreContract() {}

    /**
     * Opens the store of this test: empty at first, and later, after it was closed, with what has been stored so far.
     */
    protected abstract RunStore open() throws Exception;

    @BeforeEach
    final void openTheStore() throws Exception {
        store = open();
    }

    @AfterEach
    final void closeTheStore() {
        store.close();
    }

    @Test
    void a_new_store_holds_no_runs() {
        assertThat(store.runs()).isEmpty();
        assertThat(store.name()).isNotBlank();
    }

    @Test
    void records_are_read_back_as_they_were_written_and_in_order() {
        store.append(batch("run", 0, "a", "b"));
        store.append(batch("run", 2, "c"));

        var read = store.read("run");

        assertThat(texts(read)).containsExactly("a", "b", "c");
    }

    @Test
    void any_bytes_can_be_stored_and_none() {
        var all = new byte[256];
        for (var i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }

        store.append(new Batch("run", 0, List.of(new byte[0], all, new byte[1]), false));

        assertThat(store.read("run")).containsExactly(new byte[0], all, new byte[1]);
    }

    @Test
    void what_is_stored_is_there_after_closing_and_opening() throws Exception {
        store.append(batch("first", 0, "a"));
        store.append(new Batch("second", 0, List.of(bytes("b"), bytes("c")), true));

        reopen();

        assertThat(store.runs()).containsExactly(new RunHead("first", 1, false), new RunHead("second", 2, true));
        assertThat(texts(store.read("second"))).containsExactly("b", "c");
        store.append(batch("first", 1, "d"));
        assertThat(texts(store.read("first"))).containsExactly("a", "d");
    }

    @Test
    void runs_are_listed_in_the_order_of_their_first_record() {
        store.append(batch("z", 0, "1"));
        store.append(batch("a", 0, "1"));
        store.append(batch("m", 0, "1"));
        store.append(batch("z", 1, "2"));

        assertThat(store.runs())
                .containsExactly(new RunHead("z", 2, false), new RunHead("a", 1, false), new RunHead("m", 1, false));
    }

    @Test
    void a_run_that_ended_may_be_opened_again() throws Exception {
        store.append(new Batch("run", 0, List.of(bytes("end")), true));
        store.append(batch("run", 1, "undo"));

        assertThat(store.runs()).containsExactly(new RunHead("run", 2, false));
        reopen();
        assertThat(store.runs()).containsExactly(new RunHead("run", 2, false));
    }

    @Test
    void a_batch_behind_other_records_than_its_writer_has_seen_is_refused() {
        store.append(batch("run", 0, "a", "b"));

        assertRefused(Problem.CONFLICT, () -> store.append(batch("run", 0, "x")));
        assertRefused(Problem.CONFLICT, () -> store.append(batch("run", 1, "x")));
        assertRefused(Problem.CONFLICT, () -> store.append(batch("run", 3, "x")));
        assertRefused(Problem.CONFLICT, () -> store.append(batch("unknown", 1, "x")));
        assertThat(texts(store.read("run"))).containsExactly("a", "b");
        assertThat(store.runs()).hasSize(1);
    }

    @Test
    void a_run_that_is_not_there_is_not_found() {
        store.append(batch("run", 0, "a"));

        assertRefused(Problem.NOT_FOUND, () -> store.read("other"));
    }

    @Test
    void every_legal_id_names_a_run_of_its_own() throws Exception {
        var ids =
                List.of("a", "A", ".", "..", "-", "_", "con", "nul.txt", "a.b", "0", "x".repeat(200), "X".repeat(200));
        for (var id : ids) {
            store.append(batch(id, 0, "of " + id));
        }

        reopen();

        for (var id : ids) {
            assertThat(texts(store.read(id))).containsExactly("of " + id);
        }
        assertThat(store.runs()).extracting(RunHead::runId).containsExactlyElementsOf(ids);
    }

    @Test
    void the_largest_record_is_taken_and_a_larger_one_is_not() {
        var largest = new byte[RunStore.MAX_RECORD_BYTES];
        new Random(1).nextBytes(largest);
        var tooLarge = new byte[RunStore.MAX_RECORD_BYTES + 1];

        store.append(new Batch("run", 0, List.of(largest), false));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.append(new Batch("run", 1, List.of(bytes("a"), tooLarge), false)));
        assertThat(store.read("run")).hasSize(1).first().isEqualTo(largest);
    }

    @Test
    void of_writers_that_saw_the_same_records_only_one_goes_on() throws Exception {
        var rounds = 50;
        var won = new AtomicInteger();

        Threads.inParallel(4, writer -> {
            for (var round = 0; round < rounds; round++) {
                try {
                    store.append(batch("run", round, "writer " + writer));
                    won.incrementAndGet();
                } catch (StoreException e) {
                    assertThat(e.problem()).isEqualTo(Problem.CONFLICT);
                }
                awaitRecords("run", round + 1);
            }
        });

        assertThat(won).hasValue(rounds);
        assertThat(store.read("run")).hasSize(rounds);
    }

    @Test
    void many_threads_write_runs_of_their_own() throws Exception {
        Threads.inParallel(8, writer -> {
            for (var n = 0; n < 25; n++) {
                store.append(batch("run-" + writer, n, writer + "/" + n));
            }
        });

        reopen();

        assertThat(store.runs()).hasSize(8).allMatch(run -> run.nextSequence() == 25);
        for (var writer = 0; writer < 8; writer++) {
            var expected = new ArrayList<String>();
            for (var n = 0; n < 25; n++) {
                expected.add(writer + "/" + n);
            }
            assertThat(texts(store.read("run-" + writer))).isEqualTo(expected);
        }
    }

    @Test
    void an_interrupt_does_not_abort_an_append_and_is_kept() throws Exception {
        Thread.currentThread().interrupt();
        store.append(batch("run", 0, "a"));
        var kept = Thread.interrupted();

        store.append(batch("run", 1, "b"));

        assertThat(kept).isTrue();
        reopen();
        assertThat(texts(store.read("run"))).containsExactly("a", "b");
    }

    @Test
    void a_closed_store_takes_nothing_and_may_be_closed_again() throws Exception {
        store.append(batch("run", 0, "a"));
        store.close();
        store.close();

        assertRefused(Problem.CLOSED, () -> store.append(batch("run", 1, "b")));
        reopen();
        assertThat(texts(store.read("run"))).containsExactly("a");
    }

    @Test
    void random_histories_are_read_back_as_a_model_says() throws Exception {
        for (var seed = 1; seed <= 5; seed++) {
            var random = new Random(seed);
            var prefix = "seed-" + seed + "-";
            var model = new LinkedHashMap<String, List<String>>();
            for (var step = 0; step < 60; step++) {
                var run = prefix + random.nextInt(4);
                var known = model.computeIfAbsent(run, r -> new ArrayList<>());
                var records = random.ints(1 + random.nextInt(5), 0, 3000)
                        .mapToObj(length -> "x".repeat(length))
                        .toArray(String[]::new);
                store.append(batch(run, known.size(), records));
                known.addAll(List.of(records));
                if (random.nextInt(15) == 0) {
                    reopen();
                }
            }
            assertHolds(prefix, model);
        }
    }

    private void assertHolds(String prefix, Map<String, List<String>> model) {
        assertThat(store.runs())
                .extracting(RunHead::runId)
                .filteredOn(run -> run.startsWith(prefix))
                .containsExactlyElementsOf(model.keySet());
        model.forEach((run, records) -> assertThat(texts(store.read(run))).isEqualTo(records));
    }

    private void reopen() throws Exception {
        store.close();
        store = open();
    }

    private void awaitRecords(String run, int count) {
        while (store.read(run).size() < count) {
            Thread.onSpinWait();
        }
    }

    private static void assertRefused(Problem problem, ThrowingCallable call) {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(call)
                .extracting(StoreException::problem)
                .isEqualTo(problem);
    }

    private static Batch batch(String run, long expected, String... records) {
        return new Batch(
                run,
                expected,
                List.of(records).stream().map(RunStoreContract::bytes).toList(),
                false);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> texts(List<byte[]> records) {
        return records.stream()
                .map(record -> new String(record, StandardCharsets.UTF_8))
                .toList();
    }
}
