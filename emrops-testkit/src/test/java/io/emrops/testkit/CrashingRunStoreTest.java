package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.spi.RunStore.Batch;
import io.emrops.spi.RunStore.RunHead;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class CrashingRunStoreTest {
    private final InMemoryRunStore disk = new InMemoryRunStore();

    @Test
    void before_a_record_it_is_not_stored() {
        var store = CrashingRunStore.over(disk).crashBefore(2);

        store.append(batch("a", 0, "1"));
        assertDead(() -> store.append(batch("b", 0, "2")));

        assertThat(disk.runs()).extracting(RunHead::runId).containsExactly("a");
    }

    @Test
    void after_a_record_it_is_stored_and_its_writer_does_not_hear_of_it() {
        var store = CrashingRunStore.over(disk).crashAfter(2);

        store.append(batch("a", 0, "1"));
        assertDead(() -> store.append(batch("b", 0, "2")));

        assertThat(disk.runs()).extracting(RunHead::runId).containsExactly("a", "b");
    }

    @Test
    void in_the_middle_of_a_batch_a_prefix_is_stored_and_the_run_has_not_ended() {
        var store = CrashingRunStore.over(disk).crashBefore(3);

        assertDead(() -> store.append(new Batch("a", 0, bytes("1", "2", "3"), true)));

        assertThat(disk.runs()).containsExactly(new RunHead("a", 2, false));
    }

    @Test
    void after_the_last_of_a_batch_the_run_has_ended_and_nobody_knows() {
        var store = CrashingRunStore.over(disk).crashAfter(3);

        assertDead(() -> store.append(new Batch("a", 0, bytes("1", "2", "3"), true)));

        assertThat(disk.runs()).containsExactly(new RunHead("a", 3, true));
    }

    @Test
    void nothing_works_after_the_crash_but_closing() {
        var store = CrashingRunStore.over(disk).crashBefore(1);
        var inbox = store.inbox();
        assertThat(store.crashed()).isFalse();

        assertDead(() -> store.append(batch("a", 0, "1")));

        assertThat(store.crashed()).isTrue();
        assertDead(() -> store.append(batch("a", 0, "1")));
        assertDead(() -> store.read("a"));
        assertDead(store::runs);
        assertDead(store::inbox);
        assertDead(inbox::poll);
        store.close();
        assertThat(disk.runs()).isEmpty();
    }

    @Test
    void a_handler_of_exceptions_does_not_survive_it() {
        var store = CrashingRunStore.over(disk).crashBefore(1);

        assertDead(() -> {
            try {
                store.append(batch("a", 0, "1"));
            } catch (Exception e) {
                throw new AssertionError("handled", e);
            }
        });
    }

    @Test
    void a_refused_batch_does_not_count() {
        var store = CrashingRunStore.over(disk);
        store.append(batch("a", 0, "1"));

        assertThatThrownBy(() -> store.append(batch("a", 0, "1"))).hasMessageContaining("1 records");

        assertThat(store.records()).isOne();
    }

    @Test
    void records_are_counted_and_told_apart() {
        var store = CrashingRunStore.over(disk)
                .namingRecordsBy(bytes -> new String(bytes, StandardCharsets.UTF_8).toUpperCase(Locale.ROOT));
        store.append(batch("a", 0, "started", "done"));
        store.append(batch("b", 0, "started"));

        assertThat(store.records()).isEqualTo(3);
        assertThat(store.kinds()).containsExactly("STARTED", "DONE", "STARTED");
    }

    @Test
    void a_crash_can_be_waited_for() throws Exception {
        var store = CrashingRunStore.over(disk).crashAfter(1);
        var writer = new Thread(() -> store.append(batch("a", 0, "1")));
        writer.setUncaughtExceptionHandler((thread, e) -> assertThat(e).isInstanceOf(SimulatedCrash.class));

        assertThatThrownBy(() -> store.awaitCrash(Duration.ofMillis(1))).hasMessageContaining("No crash");
        writer.start();
        store.awaitCrash(Duration.ofSeconds(30));

        assertThat(disk.read("a")).hasSize(1);
    }

    @Test
    void a_record_of_the_past_cannot_be_crashed_at() {
        var store = CrashingRunStore.over(disk);
        store.append(batch("a", 0, "1", "2"));

        assertThatIllegalArgumentException().isThrownBy(() -> store.crashBefore(2));
        assertThatIllegalArgumentException().isThrownBy(() -> store.crashAfter(0));
        assertThatIllegalArgumentException().isThrownBy(() -> store.crashAfter(1));
    }

    private static void assertDead(ThrowingCallable call) {
        assertThatExceptionOfType(SimulatedCrash.class).isThrownBy(call);
    }

    private static Batch batch(String run, long expected, String... records) {
        return new Batch(run, expected, bytes(records), false);
    }

    private static List<byte[]> bytes(String... records) {
        return Stream.of(records)
                .map(record -> record.getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
