package io.emrops.testkit.sqlserver.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.protocol.ServerVersion;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ServerCloseTest {
    private static final ServerSettings SETTINGS = new ServerSettings(
            "test", new ServerVersion(16, 0, 1000), "master", null, false, null, Duration.ofSeconds(30));

    @Test
    void closing_while_clients_come_leaves_none_behind() throws Exception {
        var clients = Executors.newFixedThreadPool(4);
        try {
            for (var i = 0; i < 40; i++) {
                var server = TdsServer.start(new TestHost(), SETTINGS);
                var port = server.port();
                var coming = new CountDownLatch(8);
                for (var j = 0; j < 4; j++) {
                    clients.execute(() -> comeUntilRefused(port, coming));
                }
                assertThat(coming.await(20, TimeUnit.SECONDS)).isTrue();
                var begin = System.nanoTime();

                server.close();

                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
                assertThat(server.connections()).isZero();
            }
        } finally {
            clients.shutdownNow();
        }
    }

    private static void comeUntilRefused(int port, CountDownLatch coming) {
        try {
            while (true) {
                // It says nothing, and is not closed by its own side until the server has closed it.
                try (var client = RawClient.connect(port)) {
                    coming.countDown();
                    if (coming.getCount() == 0) {
                        client.awaitEnd();
                    }
                }
            }
        } catch (IOException e) {
            coming.countDown();
        }
    }

    @Test
    void closing_twice_is_closing_once() throws Exception {
        var server = TdsServer.start(new TestHost(), SETTINGS);

        server.close();
        server.close();

        assertThat(server.connections()).isZero();
    }
}
