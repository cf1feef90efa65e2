package io.emrops.docker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.TargetUnavailableException;
import io.emrops.docker.EngineStandIn;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class EngineStreamsTest {
    private static final Duration SHORT = Duration.ofMillis(50);

    private final EngineStandIn standIn = new EngineStandIn();
    private final EngineConnection engine = EngineConnection.at(standIn.host());
    private final CountDownLatch more = new CountDownLatch(1);

    EngineStreamsTest() throws IOException {}

    @AfterEach
    void close() {
        more.countDown();
        engine.close();
        standIn.close();
    }

    @Test
    void an_answer_that_never_begins_is_given_up() {
        standIn.events(exchange -> more.await());

        try (var streams = engine.streams(1, SHORT)) {
            assertThatExceptionOfType(TargetUnavailableException.class)
                    .isThrownBy(() -> streams.get("/events"))
                    .withMessage("The Docker engine did not begin to answer within 50 ms");
        }
    }

    @Test
    void an_answer_that_has_begun_is_read_whenever_it_goes_on() throws Exception {
        standIn.events(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().flush();
            more.await();
            exchange.getResponseBody().write(7);
        });

        try (var streams = engine.streams(1, Duration.ofSeconds(30))) {
            var response = streams.get("/events");
            more.countDown();

            assertThat(response.getBody().read()).isEqualTo(7);
            streams.end(response);
        }
    }

    @Test
    void an_interrupt_ends_the_wait_and_stays() {
        standIn.events(exchange -> more.await());

        try (var streams = engine.streams(1, Duration.ofSeconds(30))) {
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(TargetUnavailableException.class).isThrownBy(() -> streams.get("/events"));
        }
        assertThat(Thread.interrupted()).isTrue();
    }
}
