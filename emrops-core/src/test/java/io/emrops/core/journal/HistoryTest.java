package io.emrops.core.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.emrops.StoreException;
import io.emrops.spi.RunStore.Batch;
import io.emrops.spi.RunStore.RunHead;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntPredicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Random histories of a store beside a plain map of what was acknowledged. */
class HistoryTest {
    /** Something that happens to a store. */
    sealed interface Event {}

    record Append(int run, List<Integer> sizes, boolean ended) implements Event {}

    record Reopen(boolean withoutIndex) implements Event {}

    /**
     * The power goes while this batch is being forced, and perhaps again during the next open; the sectors that arrive
     * are drawn from the seed.
     */
    record PowerCut(Append during, int atForce, boolean againAtOpen, long seed) implements Event {}

    @Property(tries = 200)
    void what_was_acknowledged_is_there_and_nothing_else_but_a_part_of_the_last_batch(
            @ForAll("histories") List<Event> history) throws Exception {
        Path directory = Stores.fastDirectory();
        try {
            History store = new History(directory);
            for (Event event : history) {
                store.happens(event);
                store.requireAsModelled();
            }
            store.happens(new Reopen(false));
            store.requireAsModelled();
            store.store.close();
            assertThat(FileRunStore.verify(directory).intact()).isTrue();
        } finally {
            Stores.delete(directory);
        }
    }

    @Provide
    Arbitrary<List<Event>> histories() {
        Arbitrary<Append> appends = Combinators.combine(
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers()
                                .between(0, 1200)
                                .list()
                                .ofMinSize(1)
                                .ofMaxSize(5),
                        Arbitraries.of(true, false))
                .as(Append::new);
        Arbitrary<Event> reopens = Arbitraries.of(true, false).map(Reopen::new);
        Arbitrary<Event> cuts = Combinators.combine(
                        appends, Arbitraries.integers().between(0, 3), Arbitraries.of(true, false), Arbitraries.longs())
                .as(PowerCut::new);
        return Arbitraries.frequencyOf(
                        Tuple.of(6, appends.map(append -> append)), Tuple.of(1, reopens), Tuple.of(2, cuts))
                .list()
                .ofMaxSize(25);
    }

    private static final class History {
        private final Path directory;
        private final Map<String, List<String>> model = new LinkedHashMap<>();
        private final Map<String, Boolean> ended = new LinkedHashMap<>();
        private SectorDisk disk = new SectorDisk();
        private FileRunStore store;
        private int record;

        History(Path directory) {
            this.directory = directory;
            this.store = open();
        }

        private FileRunStore open() {
            disk = new SectorDisk();
            return Stores.small(directory).disk(disk).open();
        }

        void happens(Event event) throws Exception {
            if (event instanceof Append append) {
                Batch batch = batch(append);
                store.append(batch);
                take(batch, batch.records().size());
            } else if (event instanceof Reopen reopen) {
                store.close();
                if (reopen.withoutIndex()) {
                    Stores.put(Stores.without(Stores.files(directory), "index"), directory);
                }
                store = open();
            } else if (event instanceof PowerCut cut) {
                cut(cut);
            }
        }

        private void cut(PowerCut cut) {
            Random random = new Random(cut.seed());
            Batch batch = batch(cut.during());
            disk.cutPower(cut.atForce(), someSectors(random));
            Throwable refusal = catchThrowable(() -> store.append(batch));
            if (refusal == null) {
                disk.keepPower();
                take(batch, batch.records().size());
                return;
            }
            assertThat(refusal).isInstanceOf(StoreException.class);
            store.close();
            if (cut.againAtOpen()) {
                SectorDisk dying = new SectorDisk();
                dying.cutPower(someSectors(random));
                // Nothing is forced, and so nothing fails, where the end was found in order.
                Throwable again = catchThrowable(
                        () -> Stores.small(directory).disk(dying).open().close());
                assertThat(again == null || again instanceof StoreException).isTrue();
            }
            store = open();
            takeWhatArrived(batch);
        }

        /** One decision per sector, however many parts of it are written. */
        private static IntPredicate someSectors(Random random) {
            Map<Integer, Boolean> through = new HashMap<>();
            return sector -> through.computeIfAbsent(sector, s -> random.nextBoolean());
        }

        private Batch batch(Append append) {
            String run = "run-" + append.run();
            List<byte[]> records = new ArrayList<>();
            for (int size : append.sizes()) {
                records.add((record++ + " " + "x".repeat(size)).getBytes(UTF_8));
            }
            long next = model.getOrDefault(run, List.of()).size();
            return new Batch(run, next, records, append.ended());
        }

        private void take(Batch batch, int count) {
            if (count == 0) {
                return;
            }
            List<String> run = model.computeIfAbsent(batch.runId(), id -> new ArrayList<>());
            batch.records().subList(0, count).forEach(r -> run.add(new String(r, UTF_8)));
            ended.put(batch.runId(), batch.ended() && count == batch.records().size());
        }

        private void takeWhatArrived(Batch batch) {
            long next = store.runs().stream()
                    .filter(head -> head.runId().equals(batch.runId()))
                    .mapToLong(RunHead::nextSequence)
                    .findFirst()
                    .orElse(0);
            assertThat(next)
                    .isBetween(
                            batch.expectedSequence(),
                            batch.expectedSequence() + batch.records().size());
            take(batch, (int) (next - batch.expectedSequence()));
        }

        void requireAsModelled() {
            assertThat(Stores.readAll(store)).isEqualTo(model);
            List<RunHead> heads = new ArrayList<>();
            model.forEach((run, records) -> heads.add(new RunHead(run, records.size(), ended.get(run))));
            assertThat(store.runs()).isEqualTo(Collections.unmodifiableList(heads));
        }
    }
}
