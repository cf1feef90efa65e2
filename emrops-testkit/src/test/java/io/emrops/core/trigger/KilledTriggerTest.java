package io.emrops.core.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.InDoubt;
import io.emrops.RunInfo;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.core.Emrops;
import io.emrops.testkit.ManualTime;
import io.emrops.testkit.TriggerReplay;
import io.emrops.trigger.Fire;
import io.emrops.trigger.Reading;
import io.emrops.trigger.Response;
import io.emrops.trigger.Threshold;
import io.emrops.trigger.Trigger;
import io.emrops.trigger.TriggerEvent;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes of their own are killed without a word, one behind the other, in the middle of a series. */
@Timeout(120)
class KilledTriggerTest {
    private static final Instant START = Instant.parse("2026-03-01T02:00:00Z");
    private static final Trigger TRIGGER = Trigger.of(
                    "cpu", "CPU", Threshold.above(80, "%").endsBelow(70))
            .sustainedFor(Duration.ofMinutes(3))
            .maxGap(Duration.ofSeconds(90))
            .coolDown(Duration.ofMinutes(1));

    @TempDir
    private Path directory;

    private static List<Reading> series() {
        var readings = new ArrayList<Reading>();
        for (var i = 0; i < 30; i++) {
            readings.add(new Reading(START.plusSeconds(60L * i), i % 10 < 5 ? 95 : 40));
        }
        return readings;
    }

    @Test
    void each_fire_has_one_run_that_came_to_its_end_wherever_the_process_was_killed() throws Exception {
        var expected = TriggerReplay.of(TRIGGER).over(series()).fires().stream()
                .map(Fire::runId)
                .toList();
        assertThat(expected).hasSize(3);

        var from = 0;
        for (var point : List.of("Fired#1", "ActionStarted#1", "fed#7", "Fired#2", "body#2", "ActionEnded#3")) {
            from = live(point, from);
        }
        live("end", from);

        try (var engine = Emrops.engine(directory.resolve("emrops"))) {
            assertThat(engine.runs()).extracting(RunInfo::runId).isEqualTo(expected);
            assertThat(engine.runs()).allMatch(run -> run.known().orElseThrow().state() == RunState.SUCCEEDED);
        }
    }

    /** @return the first reading of which the process said nothing */
    private int live(String point, int from) throws Exception {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        directory.toString(),
                        point,
                        Integer.toString(from))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var next = from;
        var said = new ArrayList<String>();
        try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = out.readLine(); !point.equals(line); line = out.readLine()) {
                assertThat(line).as("%s: %s", point, said).isNotNull();
                said.add(line);
                next = line.startsWith("fed#") ? Integer.parseInt(line.substring(4)) + 1 : next;
            }
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return next;
    }

    static final class Child {
        private Child() {}

        /** @param args the directory, the word to be killed at, and the first reading */
        public static void main(String[] args) throws Exception {
            var place = Path.of(args[0]);
            var readings = series();
            var from = Integer.parseInt(args[2]);
            var time = ManualTime.at(
                    readings.get(Math.min(from, readings.size() - 1)).at());
            var engine = Emrops.engine(place.resolve("emrops"));
            var book = Runbook.define(
                    "scale",
                    "Scale",
                    rb -> rb.action(
                                    "do",
                                    "Do",
                                    run -> say(
                                            "body#"
                                                    + run.runId()
                                                            .charAt(run.runId().length() - 1),
                                            args[1]))
                            .inDoubt(InDoubt.rerun())
                            .nothingToUndo("it is a test"));
            var watch = TriggerWatch.builder(place.resolve("triggers"), engine)
                    .fed(TRIGGER, Response.start(book, RunRequest.by("triggers")))
                    .every(Duration.ofSeconds(30))
                    .time(time)
                    .executor(Runnable::run)
                    .listener(event -> say(event.getClass().getSimpleName() + number(event), args[1]))
                    .open();
            for (var i = from; i < readings.size(); i++) {
                time.advance(Duration.between(time.wallClock(), readings.get(i).at()));
                watch.accept("cpu", readings.get(i));
                for (var run : engine.runs()) {
                    var live = engine.run(run.runId());
                    if (live.isPresent()) {
                        live.get().await();
                    }
                }
                say("fed#" + i, args[1]);
            }
            say("end", args[1]);
        }

        private static String number(TriggerEvent event) {
            if (event instanceof TriggerEvent.Fired fired) {
                return "#" + fired.fire().number();
            } else if (event instanceof TriggerEvent.ActionStarted started) {
                return "#" + started.fire().number();
            } else if (event instanceof TriggerEvent.ActionEnded ended) {
                return "#" + ended.fire().number();
            }
            return "";
        }

        private static void say(String word, String point) {
            System.out.println(word);
            if (word.equals(point)) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
