package io.emrops.certificates.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.PreconditionFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.network.Endpoint;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class Http01Test {
    private static final String TOKEN = "/.well-known/acme-challenge/token";

    private final int port = Pebble.freePort();
    private final Endpoint here = new Endpoint("127.0.0.1", port);

    private static Deadline soon() {
        return Deadline.in(Duration.ofMillis(200));
    }

    private static Deadline late() {
        return Deadline.in(Duration.ofMinutes(1));
    }

    private HttpResponse<String> get(String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10));
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void the_responder_shows_what_it_has_and_nothing_else() throws Exception {
        try (var responder = new Http01.Responder(here, () -> {})) {
            responder.show("token", "token.thumbprint");

            assertThat(get(TOKEN).body()).isEqualTo("token.thumbprint");
            for (var path : List.of(
                    "/",
                    "/.well-known/acme-challenge/",
                    "/.well-known/acme-challenge/other",
                    "/token",
                    "/.well-known/acme-challenge/../../etc/passwd")) {
                assertThat(get(path).statusCode()).as(path).isEqualTo(404);
            }
        }
        assertThatThrownBy(() -> get("/")).isInstanceOf(ConnectException.class);
    }

    @Test
    void who_begins_to_ask_and_does_not_go_on_keeps_nobody_from_being_answered() throws Exception {
        var slow = new ArrayList<Socket>();
        try (var responder = new Http01.Responder(here, () -> {})) {
            responder.show("token", "token.thumbprint");
            for (var i = 0; i < 8; i++) {
                var socket = new Socket(InetAddress.getLoopbackAddress(), port);
                slow.add(socket);
                socket.getOutputStream().write("GET / HT".getBytes(StandardCharsets.US_ASCII));
            }

            assertThat(get(TOKEN).body()).isEqualTo("token.thumbprint");
        } finally {
            for (var each : slow) {
                each.close();
            }
        }
    }

    @Test
    void two_orders_take_turns_at_one_address() throws Exception {
        var http = Http01.listeningAt(here);
        var first = http.begin(late());
        try (first) {
            assertThatThrownBy(() -> http.begin(soon()))
                    .isInstanceOf(TargetUnavailableException.class)
                    .hasMessageContaining("Another order");
        }
        http.begin(soon()).close();
    }

    @Test
    void an_order_that_waits_for_its_turn_ends_when_it_is_interrupted() throws Exception {
        var http = Http01.listeningAt(here);
        try (var first = http.begin(late())) {
            assertThat(first).isNotNull();
            var second = new FutureTask<>(() -> http.begin(late()));
            var thread = new Thread(second);
            thread.start();
            thread.interrupt();

            assertThatThrownBy(second::get).hasCauseInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void an_address_that_is_taken_is_told_each_time() throws Exception {
        var http = Http01.listeningAt(here);
        try (var other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(other.isBound()).isTrue();
            for (var i = 0; i < 2; i++) {
                assertThatThrownBy(() -> http.begin(soon()))
                        .isInstanceOf(PreconditionFailedException.class)
                        .hasMessageContaining("it is taken");
            }
        }
    }
}
