package io.emrops.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.diagnostics.EndedSessions.Ended;
import io.emrops.diagnostics.EndedSessions.Fate;
import io.emrops.diagnostics.IdleSession;
import io.emrops.diagnostics.IdleSessionRequest;
import io.emrops.testkit.sqlserver.instance.Sessions.Login;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;

/** Sessions come, work, open transactions, go, and leave their numbers to others; only those that a model would end are ended. */
class RandomSessionsTest {
    private static final SimulatedSessions HERE = SimulatedSessions.start();
    private static final AtomicInteger NUMBERS = new AtomicInteger(1000);
    private static final Map<Fate, Integer> SEEN = new TreeMap<>();
    private static final List<String> PROGRAMS =
            List.of("Web", "web", "WEB", "Web", "Reports", "SQLAgent - Job", "emrops-x");

    private enum Event {
        COME,
        ASK,
        BEGIN,
        COMMIT,
        GO,
        BECOME_ANOTHER,
        TIME_PASSES
    }

    private record Happening(Event event, int pick) {}

    /** A session as the model has it. */
    private record Known(int life, String program, Instant lastAsked, boolean inTransaction) {}

    /** What happens to the server and to the model. */
    private static final class World {
        final Map<Integer, Known> sessions = new TreeMap<>();
        int lives;

        void happens(Happening happening) {
            happens(happening, List.copyOf(sessions.keySet()));
        }

        /** @param numbers of the sessions to which it may happen, if they are there */
        void happens(Happening happening, List<Integer> numbers) {
            var now = HERE.time.wallClock();
            var instance = HERE.server.instance();
            if (happening.event == Event.COME) {
                come(NUMBERS.getAndIncrement(), PROGRAMS.get(happening.pick % PROGRAMS.size()));
                return;
            } else if (happening.event == Event.TIME_PASSES) {
                HERE.time.advance(Duration.ofMinutes(1 + happening.pick % 120));
                return;
            }
            var there = numbers.stream().filter(sessions::containsKey).toList();
            if (there.isEmpty()) {
                return;
            }
            var number = there.get(happening.pick % there.size());
            var known = sessions.get(number);
            switch (happening.event) {
                case ASK -> ask(number, known, known.inTransaction, now);
                case BEGIN -> ask(number, known, true, now);
                case COMMIT -> ask(number, known, false, now);
                case GO -> {
                    instance.leave(number);
                    sessions.remove(number);
                }
                default -> {
                    instance.leave(number);
                    come(number, known.program);
                }
            }
        }

        private void come(int number, String program) {
            var instance = HERE.server.instance();
            instance.login(number, "sa", false);
            instance.enter(number, SimulatedSessions.DATABASE);
            instance.sessions().loggedIn(number, new Login("sa", "ward", program, "driver", true, 8000));
            ask(number, new Known(lives++, program, Instant.EPOCH, false), false, HERE.time.wallClock());
        }

        private void ask(int number, Known known, boolean inTransaction, Instant now) {
            var sessions = HERE.server.instance().sessions();
            sessions.began(number);
            sessions.ended(number, inTransaction ? 1 : 0, "READ COMMITTED");
            this.sessions.put(number, new Known(known.life, known.program, now, inTransaction));
        }

        List<Integer> mayBeEnded(int atMost) {
            var limit = HERE.time.wallClock().minus(Duration.ofHours(1));
            return sessions.entrySet().stream()
                    .filter(each -> each.getValue().program.equalsIgnoreCase("web"))
                    .filter(each -> !each.getValue().inTransaction)
                    .filter(each -> !each.getValue().lastAsked.isAfter(limit))
                    .sorted(Comparator.comparing((Map.Entry<Integer, Known> each) -> each.getValue().lastAsked)
                            .thenComparing(Map.Entry::getKey))
                    .map(Map.Entry::getKey)
                    .limit(atMost)
                    .toList();
        }

        void end() {
            sessions.keySet().forEach(HERE.server.instance()::leave);
        }
    }

    @Provide
    Arbitrary<List<Happening>> histories() {
        return happenings(
                8,
                24,
                Arbitraries.frequency(
                        Tuple.of(6, Event.COME),
                        Tuple.of(2, Event.ASK),
                        Tuple.of(1, Event.BEGIN),
                        Tuple.of(5, Event.TIME_PASSES)));
    }

    @Provide
    Arbitrary<List<Happening>> meanwhile() {
        return happenings(
                0,
                7,
                Arbitraries.frequency(
                        Tuple.of(2, Event.ASK),
                        Tuple.of(1, Event.BEGIN),
                        Tuple.of(1, Event.COMMIT),
                        Tuple.of(2, Event.GO),
                        Tuple.of(3, Event.BECOME_ANOTHER),
                        Tuple.of(3, Event.TIME_PASSES)));
    }

    private static Arbitrary<List<Happening>> happenings(int least, int most, Arbitrary<Event> events) {
        return Combinators.combine(events, Arbitraries.integers().between(0, 999))
                .as(Happening::new)
                .list()
                .ofMinSize(least)
                .ofMaxSize(most);
    }

    @Property(tries = 25, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void only_what_the_model_would_end_is_ended(
            @ForAll("histories") List<Happening> history, @ForAll("meanwhile") List<Happening> meanwhile)
            throws InterruptedException {
        var world = new World();
        history.forEach(world::happens);
        var request = IdleSessionRequest.idleFor(Duration.ofHours(1))
                .program("Web")
                .atMost(3)
                .build();

        var found = HERE.idle(request);
        assertThat(found.sessions()).extracting(IdleSession::id).containsExactlyElementsOf(world.mayBeEnded(3));
        var before = Map.copyOf(world.sessions);
        var numbers = SimulatedSessions.ids(found);
        meanwhile.forEach(happening -> world.happens(happening, numbers));
        var expected = found.sessions().stream()
                .map(session -> expected(before.get(session.id()), world.sessions.get(session.id())))
                .toList();

        var ended = HERE.end(request, found);

        assertThat(ended.sessions()).extracting(Ended::fate).containsExactlyElementsOf(expected);
        ended.sessions().forEach(each -> {
            SEEN.merge(each.fate(), 1, Integer::sum);
            if (each.fate() == Fate.ENDED) {
                world.sessions.remove(each.session().id());
            }
        });
        for (var number : world.sessions.keySet()) {
            assertThat(HERE.server.instance().sessions().session(number))
                    .as("session %s", number)
                    .isPresent();
        }
        world.end();
    }

    private static Fate expected(Known before, Known now) {
        if (now == null) {
            return Fate.GONE;
        } else if (now.life != before.life) {
            return Fate.SPARED;
        }
        return now.equals(before) ? Fate.ENDED : Fate.BUSY;
    }

    @AfterContainer
    static void each_fate_was_met() throws Exception {
        HERE.close();
        assertThat(SEEN).containsKeys(Fate.ENDED, Fate.GONE, Fate.BUSY, Fate.SPARED);
    }
}
