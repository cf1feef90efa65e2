package io.emrops.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.emrops.TargetUnavailableException;
import io.emrops.logs.ServiceEvent;
import io.emrops.logs.ServiceEvent.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ContainerEventsTest {
    private static final Instant NIGHT = Instant.parse("2026-03-01T02:00:00Z");
    private static final Duration LONG = Duration.ofSeconds(30);

    private final EngineStandIn standIn = new EngineStandIn();
    private final DockerEngine engine = DockerEngine.at(standIn.host());
    private final ComposeDeployer deployer = ComposeDeployer.project("p")
            .file(Path.of("unused.yml"))
            .versionVariable("V")
            .engine(engine)
            .build();

    ContainerEventsTest() throws IOException {}

    @AfterEach
    void close() {
        standIn.close();
        engine.close();
    }

    private static String event(int second, String action, String more) {
        return ("{'Type':'container','Action':'" + action + "','Actor':{'ID':'1','Attributes':{'name':'p-api-1',"
                        + "'com.docker.compose.service':'api'" + more + "}},'timeNano':"
                        + (NIGHT.getEpochSecond() + second) + "000000007}\n")
                .replace('\'', '"');
    }

    private static ServiceEvent api(int second, Kind kind, OptionalLong exit) {
        return new ServiceEvent(NIGHT.plusSeconds(second).plusNanos(7), "api", "p-api-1", kind, exit);
    }

    private void events(String text, CountDownLatch open) {
        standIn.events(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            open.await();
        });
    }

    @Test
    void events_come_in_their_order_and_what_does_not_matter_is_left_out() throws Exception {
        events(
                event(-1, "start", "")
                        + event(1, "exec_start: wget", "")
                        + event(2, "oom", "")
                        + event(3, "die", ",'exitCode':'137'")
                        + event(4, "start", ",'com.docker.compose.oneoff':'True'")
                        + event(5, "health_status: unhealthy", ""),
                new CountDownLatch(1));

        try (var watch = deployer.events().watch(NIGHT)) {
            assertThat(watch.next(LONG)).contains(api(2, Kind.OUT_OF_MEMORY, OptionalLong.empty()));
            assertThat(watch.next(LONG)).contains(api(3, Kind.DIED, OptionalLong.of(137)));
            assertThat(watch.next(LONG)).contains(api(5, Kind.UNHEALTHY, OptionalLong.empty()));
            assertThat(watch.next(Duration.ofMillis(1))).isEmpty();
        }
    }

    @Test
    void a_lost_engine_ends_the_watch_behind_what_it_told_and_another_goes_on() throws Exception {
        var lost = new CountDownLatch(1);
        events(event(1, "start", ""), lost);

        try (var watch = deployer.events().watch(NIGHT)) {
            lost.countDown();

            assertThat(watch.next(LONG)).contains(api(1, Kind.STARTED, OptionalLong.empty()));
            assertThatExceptionOfType(TargetUnavailableException.class).isThrownBy(() -> watch.next(LONG));
            assertThatExceptionOfType(TargetUnavailableException.class).isThrownBy(() -> watch.next(LONG));
        }

        events(event(1, "start", "") + event(2, "restart", ""), new CountDownLatch(1));
        try (var watch = deployer.events().watch(NIGHT.plusSeconds(2))) {
            assertThat(watch.next(LONG)).contains(api(2, Kind.RESTARTED, OptionalLong.empty()));
        }
    }

    @Test
    void events_that_nobody_fetches_end_the_watch_instead_of_filling_the_memory() throws Exception {
        events(event(1, "start", "").repeat(10_001) + event(2, "die", ""), new CountDownLatch(1));

        var flooded = ComposeDeployer.project("flooded")
                .file(Path.of("unused.yml"))
                .versionVariable("V")
                .engine(engine)
                .build();
        try (var watch = flooded.events().watch(NIGHT)) {
            // The reader has ended by itself: it had no room for one more.
            await().atMost(LONG)
                    .until(() -> Thread.getAllStackTraces().keySet().stream()
                            .noneMatch(thread -> thread.getName().equals("emrops-events flooded")));
            for (var i = 0; i < 10_000; i++) {
                assertThat(watch.next(LONG)).isPresent();
            }
            assertThatExceptionOfType(TargetUnavailableException.class)
                    .isThrownBy(() -> watch.next(LONG))
                    .withMessageContaining("not fetched");
        }
    }

    @Test
    void a_closed_watch_is_a_mistake_of_the_caller() {
        events("", new CountDownLatch(1));
        var watch = deployer.events().watch(NIGHT);

        watch.close();

        assertThatIllegalStateException().isThrownBy(() -> watch.next(LONG));
    }

    @Test
    void an_engine_that_does_not_answer_is_told_at_once() {
        standIn.close();

        assertThatExceptionOfType(TargetUnavailableException.class)
                .isThrownBy(() -> deployer.events().watch(NIGHT));
    }
}
