package io.emrops.docker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.TargetUnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** As behind a cable that is cut: the engine tells its version, and nothing ever again. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SilentEngineTest {
    private static final String VERSION = "{\"ApiVersion\":\"1.44\",\"MinAPIVersion\":\"1.24\"}";

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final EngineConnection engine =
            EngineConnection.at("tcp://127.0.0.1:" + listener.getLocalPort(), Duration.ofMillis(200));

    SilentEngineTest() throws IOException {
        var thread = new Thread(this::serve, "silent-engine");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve() {
        try {
            while (true) {
                var socket = listener.accept();
                open.add(socket);
                if (open.size() == 1) {
                    tellVersion(socket);
                }
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private static void tellVersion(Socket socket) throws IOException {
        socket.getInputStream().read(new byte[4096]);
        socket.getOutputStream()
                .write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + VERSION.length()
                                + "\r\n\r\n" + VERSION)
                        .getBytes(StandardCharsets.US_ASCII));
    }

    @AfterEach
    void close() throws IOException {
        engine.close();
        listener.close();
        for (var socket : open) {
            socket.close();
        }
    }

    @Test
    void who_asks_what_runs_is_told_that_nobody_answers() {
        assertThatExceptionOfType(TargetUnavailableException.class).isThrownBy(() -> Instances.of(engine, "emrnext"));
        assertThat(open).hasSizeGreaterThan(1);
    }
}
