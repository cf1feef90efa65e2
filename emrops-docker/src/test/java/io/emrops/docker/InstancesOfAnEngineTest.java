package io.emrops.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.emrops.TargetUnavailableException;
import io.emrops.docker.engine.EngineConnection;
import io.emrops.docker.engine.Instance;
import io.emrops.docker.engine.Instances;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an engine says of its containers, one after the other or together. */
@Timeout(60)
final class InstancesOfAnEngineTest {
    private static final int COUNT = 12;
    private static final Pattern INSPECT = Pattern.compile(".*/containers/(\\d+)/json");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch allAsked = new CountDownLatch(COUNT);
    private HttpServer server;
    private EngineConnection engine;
    private int refused = -1;
    private int status = 200;
    private volatile Runnable whenAsked = () -> {};

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        engine = EngineConnection.at("tcp://127.0.0.1:" + server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        engine.close();
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        var asked = INSPECT.matcher(exchange.getRequestURI().getPath());
        if (asked.matches()) {
            var number = Integer.parseInt(asked.group(1));
            send(exchange, number == refused ? status : 200, description(number));
        } else if (exchange.getRequestURI().getPath().endsWith("/version")) {
            send(exchange, 200, "{'ApiVersion':'1.41','MinAPIVersion':'1.12','Version':'20.10.24'}");
        } else {
            send(exchange, 200, list());
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        var bytes = text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String list() {
        return IntStream.range(0, COUNT)
                .mapToObj(n -> "{'Id':'" + n + "','Labels':" + labels(n) + "}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String labels(int number) {
        return "{'com.docker.compose.project':'p','com.docker.compose.service':'api','com.docker.compose.container-number':'"
                + number + "'}";
    }

    /** Answered when all have been asked for. */
    private String description(int number) throws IOException {
        whenAsked.run();
        allAsked.countDown();
        try {
            assertThat(allAsked.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return "{'Id':'" + number
                + "','Name':'/p-api','Created':'2026-01-01T00:00:00Z','Image':'sha256:1','Config':{'Image':'i','Labels':"
                + labels(number)
                + "},'State':{'Status':'running','ExitCode':0,'StartedAt':'2026-01-01T00:00:00Z'}}";
    }

    @Test
    void all_are_asked_for_together_and_told_in_the_order_of_their_numbers() {
        assertThat(Instances.of(engine, "p").of("api"))
                .extracting(Instance::number)
                .containsExactlyElementsOf(IntStream.range(0, COUNT).boxed().toList());
    }

    @Test
    void one_that_was_removed_since_it_was_listed_is_left_out() {
        refused = 7;
        status = 404;

        assertThat(Instances.of(engine, "p").of("api"))
                .hasSize(COUNT - 1)
                .extracting(Instance::number)
                .doesNotContain(7);
    }

    @Test
    void one_that_the_engine_does_not_describe_makes_the_answer_unknown() {
        refused = 7;
        status = 500;

        assertThatExceptionOfType(TargetUnavailableException.class)
                .isThrownBy(() -> Instances.of(engine, "p"))
                .withMessageContaining("HTTP 500");
    }

    @Test
    void an_interrupt_while_they_are_described_stays_and_the_answer_is_whole() {
        whenAsked = Thread.currentThread()::interrupt;

        var found = Instances.of(engine, "p");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(found.of("api")).hasSize(COUNT);
    }
}
