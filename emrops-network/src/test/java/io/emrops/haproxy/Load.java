package io.emrops.haproxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Two people who ask one thing after the other, each over a connection of its own, and count what they are not given. */
final class Load implements AutoCloseable {
    private final int port;
    private final List<Thread> people = new ArrayList<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    private Load(int port) {
        this.port = port;
    }

    static Load on(int port) {
        var load = new Load(port);
        for (var i = 0; i < 2; i++) {
            var person = new Thread(load::ask, "load-" + i);
            load.people.add(person);
            person.start();
        }
        return load;
    }

    private void ask() {
        while (!over) {
            try {
                var status = get(port, "/", "");
                if (status.contains(" 200 ")) {
                    answered.incrementAndGet();
                } else {
                    failures.add(status);
                }
                Thread.sleep(1);
            } catch (IOException e) {
                failures.add(e.toString());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** The status line. */
    static String get(int port, String path, String header) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: test\r\nConnection: close\r\n" + header + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            return answer.lines().findFirst().orElse("no answer");
        }
    }

    /** Returns when so many more have been answered. */
    void await(int more) throws InterruptedException {
        var enough = answered.get() + more;
        var until = System.nanoTime() + 30_000_000_000L;
        while (answered.get() < enough) {
            if (System.nanoTime() > until) {
                throw new AssertionError("Only " + answered + " answers, and " + failures);
            }
            Thread.sleep(5);
        }
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    int answered() {
        return answered.get();
    }

    @Override
    public void close() throws InterruptedException {
        over = true;
        for (var person : people) {
            person.join();
        }
    }
}
