package io.emrops.rfc2136;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Stands between an updater and its server, and does something to one of their conversations. */
final class Relay implements AutoCloseable {
    private static final int UPDATE = 5;

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> open = Collections.synchronizedList(new ArrayList<>());
    private final AtomicReference<Deed> next = new AtomicReference<>();
    private final AtomicReference<Deed> nextQuestion = new AtomicReference<>();
    private final int server;

    /** What becomes of an update, or of a question. */
    interface Deed {
        /**
         * @param line sends to the server, and gives its answer
         * @return what the updater is told; empty hangs up
         */
        byte[] instead(byte[] update, Line line) throws IOException;
    }

    interface Line {
        byte[] ask(byte[] question) throws IOException;
    }

    Relay(int server) throws IOException {
        this.server = server;
        var thread = new Thread(this::listen, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listener.getLocalPort();
    }

    void onNextUpdate(Deed deed) {
        next.set(deed);
    }

    void onNextQuestion(Deed deed) {
        nextQuestion.set(deed);
    }

    private void listen() {
        try {
            while (true) {
                var client = listener.accept();
                open.add(client);
                var thread = new Thread(() -> serve(client), "relayed");
                thread.setDaemon(true);
                thread.start();
            }
        } catch (IOException e) {
            // It is closed.
        }
    }

    private void serve(Socket client) {
        try (client) {
            var question = receive(client);
            var isUpdate = (question[2] >> 3 & 0xf) == UPDATE;
            var deed = (isUpdate ? next : nextQuestion).getAndSet(null);
            var answer = deed == null ? ask(question) : deed.instead(question, this::ask);
            if (answer.length > 0) {
                send(client, answer);
            }
        } catch (IOException e) {
            // The updater is told by the end of the connection.
        }
    }

    private byte[] ask(byte[] question) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server)) {
            send(socket, question);
            return receive(socket);
        }
    }

    private static void send(Socket to, byte[] message) throws IOException {
        var out = new DataOutputStream(to.getOutputStream());
        out.writeShort(message.length);
        out.write(message);
        out.flush();
    }

    private static byte[] receive(Socket from) throws IOException {
        var in = new DataInputStream(from.getInputStream());
        return in.readNBytes(in.readUnsignedShort());
    }

    /** Takes no more connections. */
    void stopListening() throws IOException {
        listener.close();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (var socket : List.copyOf(open)) {
            socket.close();
        }
    }
}
