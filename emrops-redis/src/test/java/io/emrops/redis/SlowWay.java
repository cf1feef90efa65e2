package io.emrops.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** Stands before a server, and holds each of its answers back. Knows how long it was left alone before it was asked for a page again. */
final class SlowWay implements AutoCloseable {
    private static final int ROOM = 1 << 16;

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final List<Duration> rests = new CopyOnWriteArrayList<>();
    private final int server;
    private final Duration delay;
    private volatile long answered;

    SlowWay(int server, Duration delay) throws IOException {
        this.server = server;
        this.delay = delay;
        begin(this::listen);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Between an answer and the next question for a page. */
    List<Duration> rests() {
        return List.copyOf(rests);
    }

    private void listen() throws IOException {
        while (true) {
            var client = listener.accept();
            var behind = new Socket(InetAddress.getLoopbackAddress(), server);
            open.addAll(List.of(client, behind));
            begin(() -> ask(client, behind));
            begin(() -> answer(client, behind));
        }
    }

    private void ask(Socket client, Socket behind) throws IOException {
        var bytes = new byte[ROOM];
        for (var length = client.getInputStream().read(bytes);
                length > 0;
                length = client.getInputStream().read(bytes)) {
            if (new String(bytes, 0, length, StandardCharsets.ISO_8859_1).contains("SCAN") && answered != 0) {
                rests.add(Duration.ofNanos(System.nanoTime() - answered));
            }
            behind.getOutputStream().write(bytes, 0, length);
        }
    }

    private void answer(Socket client, Socket behind) throws IOException {
        var bytes = new byte[ROOM];
        for (var length = behind.getInputStream().read(bytes);
                length > 0;
                length = behind.getInputStream().read(bytes)) {
            var until = System.nanoTime() + delay.toNanos();
            while (System.nanoTime() < until) {
                LockSupport.parkNanos(until - System.nanoTime());
            }
            answered = System.nanoTime();
            client.getOutputStream().write(bytes, 0, length);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void begin(Work work) {
        var thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // One side has hung up.
                    }
                },
                "slow way");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (var each : open) {
            each.close();
        }
    }
}
