package io.emrops.vantage;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.network.Endpoint;
import io.emrops.reachability.HttpExpectation;
import io.emrops.reachability.HttpFacts;
import io.emrops.reachability.Obstacle.BrokenOff;
import io.emrops.reachability.Obstacle.NotUnderstood;
import io.emrops.reachability.Obstacle.Reason;
import io.emrops.reachability.Obstacle.TimedOut;
import io.emrops.reachability.Obstacle.TlsFailed;
import io.emrops.reachability.Phase;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class VantagePointHttpTest {
    private static final Authority AUTHORITY = new Authority();
    private static final URI SERVICE = URI.create("http://emr.example/health");
    private static final HttpExpectation OK = HttpExpectation.status(200);
    private static final HttpExpectation WELL = OK.bodyContains("well");

    private final Servers servers = new Servers();
    private final VantagePoint here =
            AUTHORITY.trusted().answerWithin(Duration.ofSeconds(20)).build();

    @AfterEach
    void close() throws Exception {
        servers.close();
    }

    private HttpFacts facts(String answer, HttpExpectation expectation) throws Exception {
        return here.http(SERVICE, servers.plain(servers.answering(answer)), expectation)
                .facts()
                .orElseThrow();
    }

    private Object obstacle(VantagePoint from, Servers.Service service) throws Exception {
        return from.http(SERVICE, servers.plain(service), WELL).obstacle().orElseThrow();
    }

    private Object obstacle(String answer) throws Exception {
        return obstacle(here, servers.answering(answer));
    }

    private String requested(String uri) throws Exception {
        var request = new CompletableFuture<String>();
        var server = servers.plain(connection -> {
            request.complete(Servers.readHead(connection.getInputStream()));
            connection.getOutputStream().write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        });
        assertThat(here.http(URI.create(uri), server, HttpExpectation.status(204))
                        .facts())
                .isPresent();
        return request.get();
    }

    @Test
    void the_name_of_the_service_is_asked_for() throws Exception {
        assertThat(requested("http://emr.example"))
                .isEqualTo(
                        "GET / HTTP/1.1\r\nHost: emr.example\r\nUser-Agent: emrops\r\nAccept: */*\r\nConnection: close\r\n\r\n");
        assertThat(requested("http://emr.example:8080/a%20b?c=d&e#f"))
                .startsWith("GET /a%20b?c=d&e HTTP/1.1\r\nHost: emr.example:8080\r\n");
        assertThat(requested("HTTP://[2001:db8::1]/ä")).startsWith("GET /%C3%A4 HTTP/1.1\r\nHost: [2001:db8::1]\r\n");
    }

    @Test
    void a_redirect_is_not_followed() throws Exception {
        var facts = facts("HTTP/1.1 301 Moved\r\nLocation: http://127.0.0.1:1/\r\n\r\n", OK);

        assertThat(facts.status()).isEqualTo(301);
        assertThat(facts.unmet()).containsExactly("status 301, expected 200");
    }

    @Test
    void interim_answers_are_passed_over() throws Exception {
        var facts = facts(
                "HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\nHTTP/1.1 200\r\nContent-Length: 4\r\n\r\nwell", WELL);

        assertThat(facts.asExpected()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nall\r\n5\r\n well\r\n0\r\n\r\n",
                "HTTP/1.0 200 OK\r\n\r\nall well",
                "HTTP/1.1 200 OK\r\ncontent-LENGTH: 8\r\n\r\nall well",
                "HTTP/1.1 200 OK\nContent-Length: 8\n\nall well"
            })
    void bodies_end_in_each_way_that_they_may(String answer) throws Exception {
        assertThat(facts(answer, WELL).asExpected()).isTrue();
        assertThat(facts(answer, OK.bodyContains("all well\r\n")).asExpected()).isFalse();
    }

    @Test
    void a_body_is_read_to_the_first_mebibyte() throws Exception {
        var head = "HTTP/1.1 200 OK\r\n\r\n";
        var filling = "x".repeat((1 << 20) - 4);

        assertThat(facts(head + filling + "well", WELL).asExpected()).isTrue();
        assertThat(facts(head + filling + "xwell", WELL).asExpected()).isFalse();
        assertThat(facts(
                                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffff\r\n" + "x".repeat(0xfffff)
                                        + "\r\n4\r\nwell\r\n0\r\n\r\n",
                                WELL)
                        .asExpected())
                .isFalse();
    }

    @Test
    void a_body_that_nobody_expects_is_not_waited_for() throws Exception {
        var server = servers.plain(connection -> {
            servers.answering("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n").serve(connection);
            Servers.silence(connection);
        });

        assertThat(here.http(SERVICE, server, OK).facts().orElseThrow().asExpected())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "220 mail.example ESMTP\r\n",
                "HTTP/2 200\r\n\r\n",
                "HTTP/1.1 999 Odd\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno header\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nwell\r\n0\r\n\r\n"
            })
    void what_is_no_http(String answer) throws Exception {
        assertThat(obstacle(answer)).isEqualTo(new NotUnderstood(Phase.HTTP));
    }

    @Test
    void a_head_without_end_is_given_up() throws Exception {
        var line = "X-Filling: " + "x".repeat(500) + "\r\n";

        assertThat(obstacle("HTTP/1.1 200 OK\r\n" + line.repeat(200))).isEqualTo(new NotUnderstood(Phase.HTTP));
        assertThat(obstacle("HTTP/1.1 200 " + "x".repeat(70_000))).isEqualTo(new NotUnderstood(Phase.HTTP));
        assertThat(obstacle("HTTP/1.1 100 Continue\r\n\r\n".repeat(4000))).isEqualTo(new NotUnderstood(Phase.HTTP));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nall well",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nwel"
            })
    void an_answer_that_breaks_off(String answer) throws Exception {
        assertThat(obstacle(answer)).isEqualTo(new BrokenOff(Phase.HTTP));
    }

    @Test
    void an_answer_that_drips_is_not_followed_to_its_end() throws Exception {
        var dripping = obstacle(AUTHORITY.impatient(), connection -> {
            connection.getOutputStream().write("HTTP/1.1 200 OK\r\nX-Drip: ".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                connection.getOutputStream().write('x');
                Thread.sleep(5);
            }
        });

        assertThat(dripping).isEqualTo(new TimedOut(Phase.HTTP));
    }

    @Test
    void over_tls_too() throws Exception {
        var server = servers.secure(
                AUTHORITY.issue(30, "emr.example"),
                servers.answering("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(100_000) + "well"));

        var facts = here.http(URI.create("https://emr.example/"), server, WELL)
                .facts()
                .orElseThrow();

        assertThat(facts.asExpected()).isTrue();
        assertThat(facts.tls().orElseThrow().trusted()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void over_tls_with_a_server_that_demands_a_certificate(String protocol) throws Exception {
        Endpoint server = servers.secure(
                AUTHORITY.issue(30, "emr.example"),
                socket -> {
                    socket.setEnabledProtocols(new String[] {protocol});
                    socket.setNeedClientAuth(true);
                },
                servers.answering("HTTP/1.1 200 OK\r\n\r\n"));

        var obstacle = here.http(URI.create("https://emr.example/"), server, OK)
                .obstacle()
                .orElseThrow();

        assertThat(obstacle)
                .isInstanceOfSatisfying(
                        TlsFailed.class,
                        failed -> assertThat(failed.reason()).isEqualTo(Reason.CLIENT_CERTIFICATE_REQUIRED));
        assertThat(servers.requests(server)).isZero();
    }
}
