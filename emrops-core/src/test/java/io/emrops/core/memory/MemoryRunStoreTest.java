package io.emrops.core.memory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.RunState;
import io.emrops.StoreException;
import io.emrops.StoreException.Problem;
import io.emrops.core.history.RecordCodec;
import io.emrops.core.history.RunRecord;
import io.emrops.spi.RunStore;
import io.emrops.spi.RunStore.Batch;
import io.emrops.spi.RunStore.RunHead;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MemoryRunStoreTest {
    private static final Instant AT = Instant.parse("2026-03-01T02:00:00.123456789Z");

    private final RecordCodec codec = new RecordCodec(text -> text);
    private final MemoryRunStore store = new MemoryRunStore();

    @Test
    void records_are_read_as_the_bytes_that_the_journal_would_hold() {
        var note = new RunRecord.Noted(AT, "ä \"word\" \uD83D\uDE00");
        var end = end(RunState.FAILED, "one (Do one)");

        store.keep("run", 0, List.of(note, end), true);

        assertThat(store.read("run")).containsExactly(bytes(note), bytes(end));
    }

    @Test
    void records_and_bytes_stand_in_one_run_in_the_order_in_which_they_came() {
        store.append(batch("run", 0, "a", "b"));
        store.keep("run", 2, List.of(note("c")), false);
        store.append(batch("run", 3, "d"));

        assertThat(store.read("run"))
                .containsExactly("a".getBytes(UTF_8), "b".getBytes(UTF_8), bytes(note("c")), "d".getBytes(UTF_8));
    }

    @Test
    void what_is_behind_other_records_than_its_writer_has_seen_is_a_conflict() {
        store.keep("run", 0, List.of(note("a")), false);

        for (var expected : List.of(0, 2)) {
            assertProblem(Problem.CONFLICT, () -> store.append(batch("run", expected, "x")));
            assertProblem(Problem.CONFLICT, () -> store.keep("run", expected, List.of(note("x")), true));
        }
        assertProblem(Problem.CONFLICT, () -> store.append(batch("unknown", 1, "x")));
        assertThat(store.runs()).containsExactly(new RunHead("run", 1, false));
    }

    @Test
    void runs_are_listed_in_the_order_of_their_first_record_with_those_that_ended() {
        begin("b");
        begin("a");
        begin("c");
        finish("c", 1);
        finish("b", 1);

        assertThat(store.runs())
                .containsExactly(new RunHead("b", 2, true), new RunHead("a", 1, false), new RunHead("c", 2, true));
    }

    @Test
    void the_hundred_that_ended_last_are_kept_and_all_that_have_not_ended() {
        IntStream.range(0, 250).forEach(n -> begin("open-" + n));
        IntStream.range(0, 101).forEach(n -> begin("run-" + n));
        // The last to begin is the first to end.
        IntStream.range(0, 101).forEach(n -> finish("run-" + (100 - n), 1));

        assertThat(ids("open-")).hasSize(250);
        assertThat(ids("run-"))
                .containsExactlyElementsOf(
                        IntStream.range(0, 100).mapToObj(n -> "run-" + n).toList());
        assertProblem(Problem.NOT_FOUND, () -> store.read("run-100"));
    }

    @Test
    void a_run_that_was_taken_up_after_its_end_has_not_ended() {
        begin("run");
        finish("run", 1);
        store.keep("run", 2, List.of(note("taken up")), false);
        endHundred("before");

        assertThat(store.runs()).contains(new RunHead("run", 3, false)).hasSize(101);

        finish("run", 3);
        assertThat(ids("run")).containsExactly("run");
        assertThat(ids("before-")).hasSize(99).doesNotContain("before-0");
    }

    @Test
    void a_run_that_ended_and_still_holds_its_locks_is_kept_until_it_lets_go_of_them() {
        begin("run");
        store.keep(
                "run",
                1,
                List.of(
                        new RunRecord.LocksTaken(AT, List.of("a", "b")),
                        new RunRecord.LocksReleased(AT, List.of("a")),
                        end(RunState.ROLLBACK_FAILED, "one (Do one)")),
                true);
        endHundred("first");

        assertThat(store.runs()).contains(new RunHead("run", 4, true)).hasSize(101);

        store.keep(
                "run",
                4,
                List.of(new RunRecord.LocksReleased(AT, List.of("b")), end(RunState.ROLLBACK_FAILED, "one (Do one)")),
                true);
        assertThat(store.read("run")).hasSize(6);
        endHundred("second");
        assertThat(ids("run")).isEmpty();
    }

    @Test
    void what_a_reader_does_to_a_record_does_not_reach_the_store() {
        store.append(batch("run", 0, "a"));
        store.keep("run", 1, List.of(note("b")), false);

        store.read("run").forEach(record -> record[0] = 99);

        assertThat(store.read("run")).containsExactly("a".getBytes(UTF_8), bytes(note("b")));
    }

    @Test
    void the_largest_record_is_taken_and_a_larger_one_is_not() {
        var largest = new byte[RunStore.MAX_RECORD_BYTES];
        store.append(new Batch("run", 0, List.of(largest), false));

        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        store.append(new Batch("run", 1, List.of(new byte[1], new byte[largest.length + 1]), false)))
                .withMessageContaining("16777217");
        assertThat(store.runs()).containsExactly(new RunHead("run", 1, false));
    }

    @Test
    void a_closed_store_says_so() {
        begin("run");
        store.close();
        store.close();

        assertProblem(Problem.CLOSED, () -> store.append(batch("run", 1, "x")));
        assertProblem(Problem.CLOSED, () -> store.keep("run", 1, List.of(note("x")), false));
        assertProblem(Problem.CLOSED, () -> store.read("run"));
        assertProblem(Problem.CLOSED, store::runs);
    }

    @Test
    void threads_write_runs_of_their_own_while_others_look() throws Exception {
        inParallel(8, thread -> {
            for (var n = 0; n < 200; n++) {
                store.keep("run-" + thread, n, List.of(note(thread + "/" + n)), false);
                store.keep("brief-" + thread + "-" + n, 0, List.of(note("all")), true);
                assertThat(store.read("run-" + thread)).hasSize(n + 1);
                assertThat(store.runs()).hasSizeLessThanOrEqualTo(108);
            }
        });

        assertThat(ids("brief-")).hasSize(100);
        for (var thread = 0; thread < 8; thread++) {
            var own = thread;
            assertThat(store.read("run-" + thread))
                    .containsExactlyElementsOf(IntStream.range(0, 200)
                            .mapToObj(n -> bytes(note(own + "/" + n)))
                            .toList());
        }
    }

    @Test
    void of_writers_that_saw_the_same_records_one_goes_on() throws Exception {
        var won = new AtomicInteger();

        inParallel(4, thread -> {
            for (var n = 0; n < 500; n++) {
                try {
                    store.keep("run", n, List.of(note("by " + thread)), false);
                    won.incrementAndGet();
                } catch (StoreException e) {
                    assertThat(e.problem()).isEqualTo(Problem.CONFLICT);
                }
                while (store.runs().get(0).nextSequence() <= n) {
                    Thread.onSpinWait();
                }
            }
        });

        assertThat(won).hasValue(500);
        assertThat(store.read("run")).hasSize(500);
    }

    private void begin(String runId) {
        store.keep(runId, 0, List.of(note("begun")), false);
    }

    private void finish(String runId, long sequence) {
        store.keep(runId, sequence, List.of(end(RunState.SUCCEEDED)), true);
    }

    private void endHundred(String name) {
        IntStream.range(0, 100).forEach(n -> finish(name + "-" + n, 0));
    }

    private List<String> ids(String prefix) {
        return store.runs().stream()
                .map(RunHead::runId)
                .filter(id -> id.startsWith(prefix))
                .toList();
    }

    private byte[] bytes(RunRecord record) {
        return codec.write(record).bytes();
    }

    private static RunRecord note(String text) {
        return new RunRecord.Noted(AT, text);
    }

    private static RunRecord end(RunState state, String... left) {
        return new RunRecord.RunEnded(AT, state, "", List.of(left));
    }

    private static Batch batch(String run, long expected, String... records) {
        return new Batch(
                run, expected, Stream.of(records).map(r -> r.getBytes(UTF_8)).toList(), false);
    }

    private static void assertProblem(Problem problem, ThrowingCallable call) {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(call)
                .extracting(StoreException::problem)
                .isEqualTo(problem);
    }

    private interface Work {
        void by(int thread);
    }

    private static void inParallel(int count, Work work) throws Exception {
        var threads = Executors.newFixedThreadPool(count);
        try {
            var tasks = IntStream.range(0, count)
                    .<Callable<Boolean>>mapToObj(thread -> () -> {
                        work.by(thread);
                        return true;
                    })
                    .toList();
            for (var done : threads.invokeAll(tasks)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
