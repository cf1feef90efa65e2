package io.emrops.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/**
 * A relay that does what a sound one cannot be made to do. It takes all mail unless it is told how to answer a line that
 * begins in a certain way: with other words, by dropping the connection, or not at all.
 */
final class ScriptedRelay implements AutoCloseable {
    static final String DROP = "(drop)";
    static final String SILENCE = "(silence)";
    static final String GREETING = "(greeting)";

    private final ServerSocket server;
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch silent = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    ScriptedRelay() throws IOException {
        this(ServerSocketFactory.getDefault());
    }

    ScriptedRelay(ServerSocketFactory sockets) throws IOException {
        server = sockets.createServerSocket(0, 10, InetAddress.getLoopbackAddress());
        var thread = new Thread(this::serve, "scripted-relay");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    /** A builder for this relay in the clear, with one audience of two. */
    MailNotifierBuilder notifier() {
        return MailNotifier.host("localhost")
                .port(port())
                .unencrypted()
                .greetAs("test.hospital.example")
                .from("ops@hospital.example")
                .audience("stakeholders", "cio@hospital.example", "wards@hospital.example");
    }

    ScriptedRelay answering(String beginning, String answer) {
        answers.put(beginning, answer);
        return this;
    }

    /** The lines that were heard, of all conversations. */
    List<String> heard() {
        return List.copyOf(heard);
    }

    int connections() {
        return connections.get();
    }

    /** Blocks until it was asked something that it does not answer. */
    void awaitSilence() throws InterruptedException {
        silent.await();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (var client = server.accept()) {
                connections.incrementAndGet();
                converse(client);
            } catch (IOException e) {
                // the other side has gone, or the test is over
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void converse(Socket client) throws IOException, InterruptedException {
        var in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        if (!answer(client, answers.getOrDefault(GREETING, "220 scripted ESMTP"))) {
            return;
        }
        var inText = false;
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            heard.add(line);
            if (inText && !line.equals(".")) {
                continue;
            }
            var answer = answerTo(line);
            inText = answer.startsWith("354");
            if (!answer(client, answer) || line.equals("QUIT") || answer.startsWith("421")) {
                return;
            }
        }
    }

    private boolean answer(Socket client, String answer) throws IOException, InterruptedException {
        if (answer.equals(SILENCE)) {
            silent.countDown();
            closed.await();
        }
        if (answer.equals(DROP) || answer.equals(SILENCE)) {
            return false;
        }
        client.getOutputStream().write((answer.replace("\n", "\r\n") + "\r\n").getBytes(StandardCharsets.UTF_8));
        return true;
    }

    private String answerTo(String line) {
        return answers.entrySet().stream()
                .filter(entry -> line.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseGet(() -> usual(line));
    }

    private static String usual(String line) {
        return switch (line.split("[ :]", 2)[0]) {
            case "EHLO" -> "250-scripted\n250 AUTH PLAIN LOGIN";
            case "AUTH" -> "235 2.7.0 welcome";
            case "DATA" -> "354 go on";
            case "QUIT" -> "221 bye";
            default -> "250 2.0.0 ok";
        };
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        server.close();
    }
}
