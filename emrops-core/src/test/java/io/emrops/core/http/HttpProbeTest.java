package io.emrops.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.emrops.Finding;
import io.emrops.PreconditionFailedException;
import io.emrops.Secret;
import io.emrops.TargetUnavailableException;
import io.emrops.core.fixture.FakeStep;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HttpProbeTest {
    private final FakeStep run = new FakeStep();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        answering("/health", 200, "{\"status\":\"healthy\",\"queue\":{\"length\":17},\"ready\":true,\"ratio\":1.50}");
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void an_answer_as_expected_is_well() throws Exception {
        var finding = probe("/health")
                .expectJson("status", "healthy")
                .expectJson("/queue/length", 17)
                .expectJson("/queue/length", "below 100", v -> Integer.parseInt(v) < 100)
                .expectJson("ready", true)
                .expectJson("ratio", 1.5)
                .fasterThan(Duration.ofSeconds(20))
                .check(run);

        assertThat(finding.ok()).isTrue();
        assertThat(finding.text()).matches("HTTP 200 in \\d+ ms from http://127.0.0.1:\\d+/health");
    }

    @Test
    void each_expectation_that_is_not_met_is_told() throws Exception {
        var finding = probe("/health")
                .expectStatus(204, 201)
                .expectJson("status", "degraded")
                .expectJson("/queue/length", "below 10", v -> Integer.parseInt(v) < 10)
                .expectJson("status", "a number", v -> Integer.parseInt(v) > 0)
                .expectJson("queue", 17)
                .expectJson("ready", "true")
                .expectJson("version", "2.0")
                .fasterThan(Duration.ofNanos(1))
                .check(run);

        assertThat(finding.ok()).isFalse();
        assertThat(finding.details())
                .containsSubsequence(
                        "status 200, expected 201 or 204",
                        "status is \"healthy\", expected \"degraded\"",
                        "/queue/length is 17, expected below 10",
                        "status is \"healthy\", expected a number",
                        "queue is an object, expected 17",
                        "ready is true, expected \"true\"",
                        "version is missing, expected \"2.0\"")
                .anyMatch(d -> d.startsWith("took "));
    }

    @Test
    void a_field_name_is_no_pointer() throws Exception {
        answering("/odd", 200, "{\"a/b~c\":1,\"x\":{\"y\":2}}");

        assertThat(probe("/odd")
                        .expectJson("a/b~c", 1)
                        .expectJson("/x/y", 2)
                        .check(run)
                        .ok())
                .isTrue();
        assertThat(probe("/odd").expectJson("x.y", 2).check(run).ok()).isFalse();
    }

    @Test
    void another_status_shows_nothing_of_the_answer() throws Exception {
        answering("/broken", 500, "Miller, born 1970, could not be read");

        var finding = probe("/broken").expectJson("status", "healthy").check(run);

        assertThat(finding.ok()).isFalse();
        assertThat(finding.details()).containsExactly("status 500, expected 200", "the answer is not JSON");
        assertThat(finding.toString()).doesNotContain("Miller");
    }

    @Test
    void a_long_value_is_not_shown() throws Exception {
        answering("/long", 200, "{\"status\":\"" + "Miller ".repeat(50) + "\"}");

        assertThat(probe("/long").expectJson("status", "healthy").check(run).details())
                .containsExactly("status is a text of 350 characters, expected \"healthy\"");
    }

    @Test
    void garbage_is_not_json() throws Exception {
        answering("/cut", 200, "{\"status\":\"healthy\"");
        answering("/more", 200, "{\"status\":\"healthy\"} {}");
        answering("/empty", 200, "");

        for (var path : List.of("/cut", "/more")) {
            assertThat(probe(path).expectJson("status", "healthy").check(run).details())
                    .containsExactly("the answer is not JSON");
        }
        assertThat(probe("/empty").expectJson("status", "healthy").check(run).ok())
                .isFalse();
        assertThat(probe("/empty").check(run).ok()).isTrue();
    }

    @Test
    void a_redirect_is_not_followed() throws Exception {
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().add("Location", "/health");
            respond(exchange, 302, "");
        });

        assertThat(probe("/moved").check(run)).satisfies(notOkWith("status 302, expected 200"));
    }

    @Test
    void a_huge_answer_is_given_up() throws Exception {
        server.createContext("/huge", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            var chunk = new byte[1 << 16];
            try (var out = exchange.getResponseBody()) {
                for (var i = 0; i < 10_000; i++) {
                    out.write(chunk);
                }
            }
        });

        assertThatThrownBy(() -> probe("/huge").check(run))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("1 MiB");
    }

    @Test
    void a_slow_answer_is_unavailable_after_the_timeout() throws Exception {
        server.createContext("/slow", exchange -> waitForTheEnd());
        server.createContext("/trickle", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            waitForTheEnd();
        });

        for (var path : List.of("/slow", "/trickle")) {
            assertThatThrownBy(() -> probe(path).timeout(Duration.ofMillis(300)).check(run))
                    .isInstanceOf(TargetUnavailableException.class)
                    .hasMessageEndingWith("did not answer within 300 ms");
        }
    }

    @Test
    void nobody_listening_is_unavailable() throws Exception {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }

        assertThatThrownBy(() -> Http.get("http://127.0.0.1:" + port + "/").check(run))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("refused the connection");
        assertThatThrownBy(() -> Http.get("http://no-such-host.invalid/").check(run))
                .isInstanceOf(TargetUnavailableException.class);
    }

    @Test
    void what_does_not_speak_http_is_unavailable() throws Exception {
        try (var socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            threads.submit(() -> {
                try (var connection = socket.accept()) {
                    connection.getInputStream().read(new byte[10]);
                    connection.getOutputStream().write("220 mail ready\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                }
                return null;
            });

            assertThatThrownBy(() -> Http.get("http://127.0.0.1:" + socket.getLocalPort() + "/")
                            .check(run))
                    .isInstanceOf(TargetUnavailableException.class)
                    .hasMessageNotContaining("mail");
        }
    }

    @Test
    void queries_and_user_information_are_not_shown() throws Exception {
        var address = "http://user:pass@127.0.0.1:" + server.getAddress().getPort() + "/health?token=abcdefgh#x";
        var probe = Http.get(URI.create(address)).expectJson("status", "other");

        var finding = probe.check(run);

        assertThat(finding + probe.describe() + probe)
                .doesNotContain("abcdefgh")
                .doesNotContain("pass");
        assertThat(asked).containsExactly("/health?token=abcdefgh");
    }

    @Test
    void secret_headers_are_sent_and_blotted_out_where_they_come_back() throws Exception {
        server.createContext(
                "/echo",
                exchange -> respond(
                        exchange,
                        200,
                        "{\"you\":\"" + exchange.getRequestHeaders().getFirst("X-Token") + "\"}"));
        var token = FakeStep.param("token", Secret.class);
        run.with(token, Secret.of("correct horse".toCharArray()));

        var own = probe("/echo").header("X-Token", Secret.of("battery staple".toCharArray()));
        var parameter = probe("/echo").header("X-Token", token);

        assertThat(own.expectJson("you", "x").check(run).details()).containsExactly("you is \"***\", expected \"x\"");
        assertThat(parameter.expectJson("you", "x").check(run).details())
                .containsExactly("you is \"***\", expected \"x\"");
        assertThat(probe("/echo")
                        .header("X-Token", "plain")
                        .expectJson("you", "plain")
                        .check(run)
                        .ok())
                .isTrue();
    }

    @Test
    void a_header_that_cannot_be_sent_is_refused_without_its_value() {
        var probe = probe("/health").header("X-Token", Secret.of("correct\r\nhorse".toCharArray()));

        assertThatThrownBy(() -> probe.check(run))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageNotContaining("horse");
        assertThatThrownBy(() -> probe("/").header("a b", "c")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_interrupt_ends_the_look() throws Exception {
        server.createContext("/slow", exchange -> waitForTheEnd());

        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> probe("/slow").check(run)).isInstanceOf(InterruptedException.class);
    }

    @Test
    void the_document_says_what_is_expected() {
        var probe = Http.get("https://api.example/health")
                .expectJson("status", "healthy")
                .fasterThan(Duration.ofSeconds(1))
                .certificateValidFor(Duration.ofDays(30));

        assertThat(probe.describe())
                .isEqualTo("GET https://api.example/health gives 200, status is \"healthy\", within 1000 ms,"
                        + " certificate valid for 30 days");
    }

    @Test
    void senseless_settings_are_refused_at_once() {
        assertThatThrownBy(() -> Http.get("ftp://host/")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Http.get("/health")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> probe("/").certificateValidFor(Duration.ofDays(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> probe("/").timeout(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> probe("/").expectJson("a", List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private HttpProbe probe(String path) {
        return Http.get("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private void answering(String path, int status, String body) {
        server.createContext(path, exchange -> respond(exchange, status, body));
    }

    private void respond(HttpExchange exchange, int status, String body) throws IOException {
        asked.add(exchange.getRequestURI().toString());
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void waitForTheEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static java.util.function.Consumer<Finding> notOkWith(String detail) {
        return finding -> {
            assertThat(finding.ok()).isFalse();
            assertThat(finding.details()).contains(detail);
        };
    }
}
