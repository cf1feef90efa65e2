package io.emrops.examples;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A few people who ask one service again and again, at a bounded rate, over connections that they keep; nothing is asked twice. */
final class Traffic implements AutoCloseable {
    private static final int PEOPLE = 4;
    private static final long PAUSE_NANOS = 70_000_000;
    private static final int REQUESTS_OF_A_CONNECTION = 25;
    private static final int PATIENCE_MILLIS = 20_000;

    private final int port;
    private final String path;
    private final List<Thread> people = new ArrayList<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    Traffic(String service, int port, String path) {
        this.port = port;
        this.path = path;
        for (var i = 0; i < PEOPLE; i++) {
            var person = new Thread(this::work, "traffic-" + service + "-" + i);
            person.setDaemon(true);
            people.add(person);
            person.start();
        }
    }

    private void work() {
        while (!over) {
            try (var socket = new Socket()) {
                socket.setSoTimeout(PATIENCE_MILLIS);
                socket.setTcpNoDelay(true);
                socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
                talk(socket);
            } catch (IOException e) {
                failures.add(e.toString());
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void talk(Socket socket) throws IOException {
        var in = new BufferedInputStream(socket.getInputStream());
        for (var i = 0; i < REQUESTS_OF_A_CONNECTION && !over; i++) {
            var begin = System.nanoTime();
            var request = "GET " + path + " HTTP/1.1\r\nHost: emrnext\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var lasts = read(in);
            LockSupport.parkNanos(PAUSE_NANOS - (System.nanoTime() - begin));
            if (!lasts) {
                return;
            }
        }
    }

    /** Whether the connection can be used again. */
    private boolean read(InputStream in) throws IOException {
        var status = line(in);
        var length = 0;
        var lasts = true;
        for (var header = line(in); !header.isEmpty(); header = line(in)) {
            var parts = header.toLowerCase(java.util.Locale.ROOT).split(":", 2);
            if (parts[0].equals("content-length")) {
                length = Integer.parseInt(parts[1].strip());
            } else if (parts[0].equals("connection")) {
                lasts = !parts[1].strip().equals("close");
            }
        }
        if (in.readNBytes(length).length < length) {
            throw new IOException("The answer is cut");
        }
        if (status.matches("HTTP/1\\.1 200 .*") && length > 0) {
            answered.incrementAndGet();
        } else {
            failures.add(status + ", " + length + " bytes");
        }
        return lasts;
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (var c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("Closed instead of an answer");
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }

    int answered() {
        return answered.get();
    }

    /** All since the beginning. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() throws InterruptedException {
        over = true;
        for (var person : people) {
            LockSupport.unpark(person);
            person.join(PATIENCE_MILLIS);
        }
    }
}
