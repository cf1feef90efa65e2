package io.emrops.windows.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever is logged, overwritten and cleared meanwhile, and however clocks are set: no event is repeated, and none is lost without a word. */
@Tag("long")
final class EventHistoryTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final List<String> SOURCES = List.of("Scheduler", "scheduler", "Gateway");
    private static final AtomicInteger LOGS = new AtomicInteger();
    private static EventScene scene;

    enum Verb {
        ADD,
        ADD_MORE,
        ADD_AGAIN,
        PAGE,
        NEXT_PAGE,
        FOLLOW,
        FOLLOW_ON,
        KEEP,
        CLEAR
    }

    record Act(Verb verb, int number, int source, int level, int seconds) {}

    record Asked(int most, int look, boolean bySource, boolean byLevel, boolean byTime) {}

    private record Logged(long recordId, Instant at) {}

    @BeforeContainer
    static void open() throws Exception {
        scene = new EventScene();
    }

    @AfterContainer
    static void close() {
        scene.close();
    }

    @Provide
    Arbitrary<List<Act>> acts() {
        return Combinators.combine(
                        Arbitraries.of(Verb.class),
                        Arbitraries.integers().between(1, 6),
                        Arbitraries.integers().between(0, SOURCES.size() - 1),
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.integers().between(-100, 100))
                .as(Act::new)
                .list()
                .ofMinSize(8)
                .ofMaxSize(30);
    }

    @Provide
    Arbitrary<Asked> asked() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.integers().between(1, 6),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false))
                .as(Asked::new);
    }

    @Property(tries = 60)
    void no_event_is_repeated_and_none_is_lost_without_a_word(
            @ForAll("acts") List<Act> acts, @ForAll("asked") Asked asked) throws Exception {
        var history = new History(asked);
        for (var act : acts) {
            history.play(act);
        }
        history.follow();
        history.readToTheEnd();
    }

    /** The log as it should be, and two readers of it: one goes back from the newest, one follows. */
    private static final class History {
        private final String name = "History-" + LOGS.incrementAndGet();
        private final WindowsEventLog log;
        private final EventQuery query;
        private final Predicate<WindowsEvent> wanted;
        private final Deque<WindowsEvent> there = new ArrayDeque<>();
        private int capacity = Integer.MAX_VALUE;
        private long lastId;
        private int serial;

        private EventBookmark followed;
        private boolean clearedSince;
        private final List<WindowsEvent> sinceFollowed = new ArrayList<>();

        private Optional<EventBookmark> next = Optional.empty();
        private List<WindowsEvent> atFirstPage = List.of();
        private final List<WindowsEvent> paged = new ArrayList<>();

        History(Asked asked) {
            scene.events.create(name);
            log = scene.log.looking(asked.look());
            followed = EventBookmark.beginning(name);
            var q = EventQuery.of(name).most(asked.most());
            q = asked.bySource() ? q.providers("SCHEDULER") : q;
            q = asked.byLevel() ? q.levels(EventLevel.CRITICAL, EventLevel.ERROR) : q;
            query = asked.byTime() ? q.from(START.minusSeconds(30)).until(START.plusSeconds(60)) : q;
            wanted = event -> (!asked.bySource() || event.source().equalsIgnoreCase("scheduler"))
                    && (!asked.byLevel() || event.level() == EventLevel.CRITICAL || event.level() == EventLevel.ERROR)
                    && (!asked.byTime()
                            || !event.at().isBefore(START.minusSeconds(30))
                                    && event.at().isBefore(START.plusSeconds(60)));
        }

        void play(Act act) throws InterruptedException {
            switch (act.verb()) {
                case ADD, ADD_MORE, ADD_AGAIN -> {
                    for (var i = 0; i < act.number(); i++) {
                        add(act);
                    }
                }
                case PAGE -> firstPage();
                case NEXT_PAGE -> nextPage();
                case FOLLOW, FOLLOW_ON -> follow();
                case KEEP -> {
                    capacity = act.number();
                    scene.events.keep(name, capacity);
                    overwrite();
                }
                case CLEAR -> {
                    scene.events.clear(name);
                    there.clear();
                    sinceFollowed.clear();
                    lastId = 0;
                    clearedSince = true;
                }
            }
        }

        private void add(Act act) {
            var at = START.plusSeconds(act.seconds()).plusNanos(100L * serial++);
            var source = SOURCES.get(act.source());
            lastId++;
            assertThat(scene.events.add(name, source, 7, act.level(), at)).isEqualTo(lastId);
            var event = new WindowsEvent(lastId, at, name, source, 7, EventLevel.of(act.level()), "SCRIPTED");
            there.addLast(event);
            sinceFollowed.add(event);
            overwrite();
        }

        private void overwrite() {
            while (there.size() > capacity) {
                there.removeFirst();
            }
        }

        private static Logged key(WindowsEvent event) {
            return new Logged(event.recordId(), event.at());
        }

        private boolean isThere(EventBookmark place) {
            return there.stream().anyMatch(e -> key(e).equals(new Logged(place.recordId(), place.at())));
        }

        private void firstPage() throws InterruptedException {
            paged.clear();
            var newestFirst = new ArrayList<WindowsEvent>();
            there.descendingIterator().forEachRemaining(newestFirst::add);
            atFirstPage = newestFirst.stream().filter(wanted).toList();
            take(log.page(query), true);
        }

        private void nextPage() throws InterruptedException {
            if (next.isPresent()) {
                var place = next.get();
                take(log.page(query, place), isThere(place));
            }
        }

        private void take(EventPage page, boolean goesOn) {
            assertThat(page.gap().isEmpty()).isEqualTo(goesOn);
            assertThat(page.events()).hasSizeLessThanOrEqualTo(query.most());
            next = page.next();
            paged.addAll(page.events());
            var reached = new ArrayList<>(atFirstPage);
            reached.retainAll(paged);
            assertThat(paged).isEqualTo(reached);
            if (next.isEmpty()) {
                var missing = new ArrayList<>(atFirstPage);
                missing.removeAll(paged);
                missing.retainAll(there);
                assertThat(missing).isEmpty();
            }
        }

        private void readToTheEnd() throws InterruptedException {
            firstPage();
            while (next.isPresent()) {
                nextPage();
            }
            assertThat(paged).isEqualTo(atFirstPage);
            List<WindowsEvent> scanned = new ArrayList<>();
            assertThat(log.scan(query, scanned::add)).isEmpty();
            assertThat(scanned).isEqualTo(atFirstPage);
        }

        /** To the end, so that what is expected is what was logged since the last time and is still there. */
        void follow() throws InterruptedException {
            var unbroken = followed.recordId() == 0
                    ? there.isEmpty() || there.getFirst().recordId() == 1
                    : isThere(followed);
            Set<Logged> still = new HashSet<>();
            there.forEach(event -> still.add(key(event)));
            var expected = sinceFollowed.stream()
                    .filter(wanted)
                    .filter(event -> still.contains(key(event)))
                    .toList();
            var found = log.after(query, followed);
            assertThat(found.gap().isEmpty()).isEqualTo(unbroken);
            if (!clearedSince) {
                assertThat(found.gap()).isNotEqualTo(Optional.of(new EventGap.Cleared()));
            }
            List<WindowsEvent> all = new ArrayList<>(found.events());
            while (found.more()) {
                found = log.after(query, found.bookmark());
                assertThat(found.gap()).isEmpty();
                all.addAll(found.events());
            }
            assertThat(all).isEqualTo(expected);
            followed = found.bookmark();
            if (!there.isEmpty()) {
                assertThat(new Logged(followed.recordId(), followed.at())).isEqualTo(key(there.getLast()));
            }
            sinceFollowed.clear();
            clearedSince = false;
        }
    }
}
