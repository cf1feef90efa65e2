package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.StoreException;
import io.emrops.StoreException.Problem;
import io.emrops.spi.Inbox;
import io.emrops.spi.RunStore.Batch;
import io.emrops.spi.RunStore.RunHead;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class InMemoryRunStoreTest {
    private final InMemoryRunStore store = new InMemoryRunStore();

    @Test
    void a_full_store_stores_nothing_and_goes_on_when_there_is_room() {
        store.failNextAppend(Problem.FULL);

        assertProblem(Problem.FULL, () -> store.append(batch("run", 0)));
        store.append(batch("run", 0));

        assertThat(store.read("run")).hasSize(1);
    }

    @Test
    void a_failed_store_takes_no_more_records_until_it_is_opened_anew() {
        store.append(batch("run", 0));
        store.failNextAppend(Problem.FAILED);

        assertProblem(Problem.FAILED, () -> store.append(batch("run", 1)));
        assertProblem(Problem.FAILED, () -> store.append(batch("run", 1)));

        var reopened = store.reopen();
        reopened.append(batch("run", 1));
        assertThat(reopened.read("run")).hasSize(2);
        assertProblem(Problem.CLOSED, () -> store.append(batch("run", 2)));
    }

    @Test
    void a_damaged_run_is_reported_and_the_others_can_be_read() {
        store.append(batch("a", 0));
        store.append(batch("b", 0));

        store.corrupt("a");

        assertProblem(Problem.CORRUPT, () -> store.read("a"));
        assertThat(store.read("b")).hasSize(1);
    }

    @Test
    void what_the_reader_does_to_a_record_does_not_reach_the_store() {
        store.append(batch("run", 0));

        store.read("run").get(0)[0] = 99;

        assertThat(store.read("run").get(0)).containsExactly(1);
    }

    @Test
    void a_request_stays_until_it_is_acknowledged() {
        var request = new Inbox.Request("1", new byte[] {1});
        store.post(request);

        assertThat(store.inbox().poll()).containsExactly(request);
        assertThat(store.reopen().inbox().poll()).containsExactly(request);
    }

    @Test
    void an_acknowledged_request_is_gone_and_may_be_acknowledged_again() {
        var request = new Inbox.Request("1", new byte[] {1});
        store.post(request);

        store.inbox().acknowledge(request);
        store.inbox().acknowledge(request);

        assertThat(store.inbox().poll()).isEmpty();
    }

    @Test
    void closing_leaves_the_records() {
        store.append(new Batch("run", 0, List.of(new byte[] {1}), true));

        assertThat(store.reopen().runs()).containsExactly(new RunHead("run", 1, true));
    }

    private static void assertProblem(Problem problem, ThrowingCallable call) {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(call)
                .extracting(StoreException::problem)
                .isEqualTo(problem);
    }

    private static Batch batch(String run, long expected) {
        return new Batch(run, expected, List.of(new byte[] {1}), false);
    }
}
