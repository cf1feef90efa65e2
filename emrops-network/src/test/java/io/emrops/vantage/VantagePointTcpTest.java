package io.emrops.vantage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.network.Endpoint;
import io.emrops.reachability.HttpExpectation;
import io.emrops.reachability.Obstacle;
import io.emrops.reachability.Obstacle.NoRoute;
import io.emrops.reachability.Obstacle.Refused;
import io.emrops.reachability.Obstacle.TimedOut;
import io.emrops.reachability.Phase;
import io.emrops.reachability.Reply.Reached;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class VantagePointTcpTest {
    private final Servers servers = new Servers();
    private final VantagePoint here = VantagePoint.here();

    @AfterEach
    void close() throws Exception {
        servers.close();
    }

    @Test
    void the_connection_is_closed_and_nothing_was_sent() throws Exception {
        var heard = new CompletableFuture<Integer>();
        var from = new CompletableFuture<Endpoint>();
        var server = servers.plain(connection -> {
            from.complete(TcpLine.endpoint((InetSocketAddress) connection.getRemoteSocketAddress()));
            heard.complete(connection.getInputStream().read());
        });

        var reply = here.tcp(server);

        assertThat(heard.get()).isEqualTo(-1);
        assertThat(reply.facts().orElseThrow().from()).isEqualTo(from.get());
    }

    @Test
    void ipv6_is_reached_where_there_is_some() throws Exception {
        Endpoint server;
        try {
            server = servers.plain("::1", Servers::silence);
        } catch (IOException e) {
            Assumptions.abort("This machine has no IPv6 loopback");
            throw e;
        }

        assertThat(here.tcp(server).facts().orElseThrow().from().host()).isEqualTo("::1");
    }

    @Test
    void a_name_is_reached_by_whichever_of_its_addresses_answers() throws Exception {
        var server = servers.plain(Servers::silence);

        var reply = here.tcp(new Endpoint("localhost", server.port()));

        assertThat(reply)
                .isInstanceOfSatisfying(
                        Reached.class, reached -> assertThat(reached.at()).isEqualTo(server));
        assertThat(here.tcp(new Endpoint("localhost", Servers.closed().port())).obstacle())
                .hasValue(new Refused());
    }

    /** A backlog that is full drops what comes, as a firewall does. */
    @Test
    void a_port_that_drops_what_comes_is_not_waited_for_without_end() throws Exception {
        var waiting = new ArrayList<Socket>();
        try (var listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            var server = TcpLine.endpoint((InetSocketAddress) listener.getLocalSocketAddress());
            var impatient =
                    VantagePoint.builder().connectWithin(Duration.ofMillis(200)).build();
            Obstacle obstacle = null;
            while (obstacle == null) {
                var client = new Socket();
                waiting.add(client);
                try {
                    client.connect((InetSocketAddress) listener.getLocalSocketAddress(), 100);
                } catch (SocketTimeoutException e) {
                    obstacle = impatient.tcp(server).obstacle().orElseThrow();
                }
            }

            assertThat(obstacle).isEqualTo(new TimedOut(Phase.CONNECTION));
            assertThat(impatient
                            .http(URI.create("http://emr.example/"), server, HttpExpectation.status(200))
                            .obstacle())
                    .hasValue(obstacle);
        } finally {
            for (var client : waiting) {
                client.close();
            }
        }
    }

    @Test
    void an_address_that_no_way_leads_to() throws Exception {
        assertThat(here.tcp(new Endpoint("255.255.255.255", 9)).obstacle()).hasValue(new NoRoute());
    }

    @Test
    void who_waits_is_interrupted_at_once() throws Exception {
        var server = servers.plain(Servers::silence);
        var waiting = new CompletableFuture<Thread>();
        var ended = new CompletableFuture<Boolean>();
        var thread = new Thread(() -> {
            waiting.complete(Thread.currentThread());
            try {
                VantagePoint.builder()
                        .answerWithin(Duration.ofMinutes(10))
                        .build()
                        .tls(server);
                ended.complete(false);
            } catch (InterruptedException e) {
                ended.complete(true);
            }
        });
        thread.start();

        waiting.get().interrupt();

        assertThat(ended.get()).isTrue();
        thread.join();
    }

    @Test
    void an_interrupt_before_the_question_is_not_swallowed() {
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> here.tcp(new Endpoint("127.0.0.1", 1)));
    }

    @Test
    void nothing_is_left_open() throws Exception {
        var server = servers.plain(Servers::silence);
        var closed = Servers.closed();
        var descriptors = Path.of("/proc/self/fd");
        Assumptions.assumeTrue(Files.isDirectory(descriptors), "Only Linux lists what a process has open");
        here.tcp(server);
        var before = descriptors.toFile().list().length;

        for (var i = 0; i < 100; i++) {
            here.tcp(server);
            here.tcp(closed);
        }

        assertThat(descriptors.toFile().list().length).isLessThan(before + 150);
    }

    @Test
    void no_time_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VantagePoint.builder().connectWithin(Duration.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VantagePoint.builder().answerWithin(Duration.ofSeconds(-1)));
    }
}
