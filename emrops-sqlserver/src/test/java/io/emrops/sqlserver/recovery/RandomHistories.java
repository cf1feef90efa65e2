package io.emrops.sqlserver.recovery;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** What happens to a database. */
final class RandomHistories {
    private RandomHistories() {}

    enum Event {
        COMMIT,
        BULK,
        FULL,
        COPY_ONLY_FULL,
        FULL_INSIDE_LOG,
        DIFFERENTIAL,
        LOG,
        COPY_ONLY_LOG,
        RECOVER,
        LEAVE_BEHIND
    }

    record Script(List<Event> events, long seed, int zone, int losses) {
        SimulatedHistory play() {
            var begin = zone == 0
                    ? Instant.parse("2026-06-01T10:00:00Z")
                    : zone == 1 ? Instant.parse("2026-10-24T23:20:00Z") : Instant.parse("2026-03-29T00:10:00Z");
            var history = new SimulatedHistory(
                    new Random(seed), zone == 0 ? ZoneId.of("UTC") : ZoneId.of("Europe/Berlin"), begin, losses);
            history.commit();
            history.full(false);
            history.commit();
            for (var event : events) {
                switch (event) {
                    case COMMIT -> history.commit();
                    case BULK -> history.bulk();
                    case FULL -> history.full(false);
                    case COPY_ONLY_FULL -> history.full(true);
                    case FULL_INSIDE_LOG -> history.fullInsideLog();
                    case DIFFERENTIAL -> history.differential();
                    case LOG -> history.log(false);
                    case COPY_ONLY_LOG -> history.log(true);
                    case RECOVER -> history.recover(false);
                    case LEAVE_BEHIND -> history.recover(true);
                }
            }
            return history;
        }
    }

    static Arbitrary<Script> scripts(int events, int zones) {
        var event = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(8, Arbitraries.of(Event.COMMIT, Event.LOG)),
                net.jqwik.api.Tuple.of(4, Arbitraries.of(Event.values())));
        return Combinators.combine(
                        event.list().ofMinSize(1).ofMaxSize(events),
                        Arbitraries.longs(),
                        Arbitraries.integers().between(0, zones - 1),
                        Arbitraries.of(0, 6, 15))
                .as(Script::new);
    }
}
