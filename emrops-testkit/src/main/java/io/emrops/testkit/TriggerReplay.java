package io.emrops.testkit;

import io.emrops.trigger.Detector;
import io.emrops.trigger.Fire;
import io.emrops.trigger.Observed;
import io.emrops.trigger.Reading;
import io.emrops.trigger.Trigger;
import io.emrops.trigger.TriggerEvent;
import io.emrops.trigger.TriggerState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * Tells when a trigger would have fired over a recorded series: thresholds are tried on last month's readings before they start
 * anything. Nothing is started, no time passes, and what decides is what decides in a watch.
 *
 * <pre>{@code
 * var replayed = TriggerReplay.of(Triggers.cpu("api-cpu", "CPU of the API"))
 *         .actionTakes(ofMinutes(3))
 *         .over(TriggerReplay.csv(Path.of("february.csv"), "cpu"));
 * System.out.println(replayed.table());
 * assertThat(replayed.fires()).hasSize(2);
 * }</pre>
 *
 * <p>The readings are taken in the order in which they stand, each at its own time; one that is older than those before it comes late. What an
 * action would have changed in the readings is not known here: after the first fire they tell what had happened without it.
 */
public final class TriggerReplay {
    private final Trigger trigger;
    private final Duration takes;
    private final LongPredicate succeeds;

    private TriggerReplay(Trigger trigger, Duration takes, LongPredicate succeeds) {
        this.trigger = trigger;
        this.takes = takes;
        this.succeeds = succeeds;
    }

    /** Of a trigger whose actions take a minute and succeed. */
    public static TriggerReplay of(Trigger trigger) {
        return new TriggerReplay(Objects.requireNonNull(trigger, "trigger"), Duration.ofMinutes(1), number -> true);
    }

    /** How long an action is under way; not negative. */
    public TriggerReplay actionTakes(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("No action takes " + time);
        }
        return new TriggerReplay(trigger, time, succeeds);
    }

    /** Which fires have an action that succeeds, by their numbers from 1. A no of a person is one that does not. */
    public TriggerReplay actionsSucceed(LongPredicate which) {
        return new TriggerReplay(trigger, takes, Objects.requireNonNull(which, "which"));
    }

    /** Replays this series. */
    public Replayed over(List<Reading> readings) {
        var walk = new Walk();
        readings.forEach(walk::read);
        return new Replayed(trigger, List.copyOf(readings), List.copyOf(walk.events));
    }

    /**
     * Readings from a file of comma-separated values with a head. The first column is the time, as {@code 2026-02-01T00:00:00Z} or in seconds
     * since 1970. An empty cell is no reading.
     *
     * @param column of the values, by its name in the head
     * @throws IllegalArgumentException with the line, if there is no such column, or a cell cannot be read
     */
    public static List<Reading> csv(Path file, String column) throws IOException {
        var lines = Files.readAllLines(file);
        var head = lines.isEmpty() ? List.<String>of() : cells(lines.get(0));
        var at = head.indexOf(column);
        if (at < 1) {
            throw new IllegalArgumentException(
                    file + " has no column \"" + column + "\" behind the time, only " + head);
        }
        var readings = new ArrayList<Reading>();
        for (var i = 1; i < lines.size(); i++) {
            var cells = cells(lines.get(i));
            if (cells.size() > at && !cells.get(at).isEmpty()) {
                readings.add(reading(cells.get(0), cells.get(at), file + ":" + (i + 1)));
            }
        }
        return List.copyOf(readings);
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.split(",", -1)).map(String::strip).toList();
    }

    private static Reading reading(String time, String value, String place) {
        try {
            var at = time.chars().allMatch(Character::isDigit)
                    ? Instant.ofEpochSecond(Long.parseLong(time))
                    : Instant.parse(time);
            return new Reading(at, Double.parseDouble(value));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IllegalArgumentException(place + ": no reading: " + time + "," + value, e);
        }
    }

    private final class Walk {
        private final Detector detector = Detector.of(trigger);
        private final List<TriggerEvent> events = new ArrayList<>();
        private Optional<TriggerState> state = Optional.empty();
        private Instant now = Instant.MIN;
        private Instant actionEnds = Instant.MAX;

        void read(Reading reading) {
            if (state.isEmpty()) {
                now = reading.at();
                state = Optional.of(TriggerState.begin(now));
            }
            pass(reading.at().isAfter(now) ? reading.at() : now);
            take(detector.read(current(), reading, now));
        }

        /** What happens until then without any reading, each at its time. */
        private void pass(Instant until) {
            while (!actionEnds.isAfter(until)) {
                blindBefore(actionEnds);
                now = actionEnds;
                actionEnds = Instant.MAX;
                var number = current().fires();
                take(detector.actionEnded(current(), now, succeeds.test(number)));
            }
            blindBefore(until);
            now = until;
        }

        private void blindBefore(Instant until) {
            var blind = current().heard().plus(trigger.staleAfter()).plusNanos(1);
            if (!current().blind() && blind.isBefore(until)) {
                now = blind;
                take(detector.tick(current(), now, ""));
            }
        }

        private void take(Observed observed) {
            var fires = current().fires();
            state = Optional.of(observed.state());
            events.addAll(observed.events());
            if (current().fires() > fires) {
                actionEnds = now.plus(takes);
            }
        }

        private TriggerState current() {
            return state.orElseThrow();
        }
    }

    /**
     * What would have happened.
     *
     * @param readings as they were given
     * @param events in their order
     */
    public record Replayed(Trigger trigger, List<Reading> readings, List<TriggerEvent> events) {
        /** The fires, in their order. */
        public List<Fire> fires() {
            return events.stream()
                    .filter(TriggerEvent.Fired.class::isInstance)
                    .map(event -> ((TriggerEvent.Fired) event).fire())
                    .toList();
        }

        /** What happened when and why, a line for each, for people. */
        public String table() {
            var text = new StringBuilder(trigger.toString()).append('\n');
            text.append(readings.size()).append(" readings");
            if (!readings.isEmpty()) {
                text.append(" from ").append(readings.get(0).at());
                text.append(" to ").append(readings.get(readings.size() - 1).at());
            }
            text.append("; ").append(count(fires().size())).append('\n');
            for (var event : events) {
                text.append(String.format(
                        "%-20s  %-12s  %s%n",
                        event.at().truncatedTo(java.time.temporal.ChronoUnit.SECONDS), word(event), event.text()));
            }
            return text.toString();
        }

        private static String count(int fires) {
            return fires == 1 ? "1 fire" : fires + " fires";
        }

        private static String word(TriggerEvent event) {
            var name = event.getClass().getSimpleName();
            return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(java.util.Locale.ROOT);
        }
    }
}
