package io.emrops.testkit.sqlserver.driver;

import io.emrops.testkit.sqlserver.ScriptedSqlServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The line between a driver and a server: passes all bytes on and keeps those of the driver. For one connection. */
final class Wire implements AutoCloseable {
    private static final int RPC = 3;
    private static final int HEADER = 8;

    private final ScriptedSqlServer server;
    private final ServerSocket listener;
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final List<Socket> sockets = new ArrayList<>();

    private Wire(ScriptedSqlServer server, ServerSocket listener) {
        this.server = server;
        this.listener = listener;
    }

    static Wire to(ScriptedSqlServer server) throws IOException {
        var wire = new Wire(server, new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1})));
        start(wire::connect);
        return wire;
    }

    /** A URL of the server, over this line. */
    String url(String properties) {
        return server.jdbcUrl(properties).replace(":" + server.port(), ":" + listener.getLocalPort()) + ";user="
                + server.user() + ";password=" + server.password();
    }

    /** Whether the driver has sent this text in a form that anybody can read. */
    boolean shows(String text) {
        return new String(sent(), StandardCharsets.ISO_8859_1)
                .contains(new String(text.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1));
    }

    /** The numbers of the procedures that the driver has called. */
    List<Integer> calls() {
        var calls = new ArrayList<Integer>();
        var bytes = ByteBuffer.wrap(sent()).order(ByteOrder.LITTLE_ENDIAN);
        var begins = true;
        for (var at = 0; at + HEADER <= bytes.limit(); ) {
            var length = (bytes.get(at + 2) & 0xFF) << 8 | bytes.get(at + 3) & 0xFF;
            if (bytes.get(at) == RPC && begins) {
                var call = at + HEADER + bytes.getInt(at + HEADER);
                if (bytes.getShort(call) == -1) {
                    calls.add((int) bytes.getShort(call + 2));
                }
            }
            begins = (bytes.get(at + 1) & 1) != 0;
            at += length;
        }
        return calls;
    }

    private byte[] sent() {
        synchronized (sent) {
            return sent.toByteArray();
        }
    }

    private void connect() throws IOException {
        var client = keep(listener.accept());
        var peer = keep(new Socket("127.0.0.1", server.port()));
        start(() -> copy(peer.getInputStream(), client.getOutputStream(), false));
        copy(client.getInputStream(), peer.getOutputStream(), true);
    }

    private Socket keep(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        synchronized (sockets) {
            sockets.add(socket);
        }
        return socket;
    }

    private void copy(InputStream from, OutputStream to, boolean keep) throws IOException {
        var buffer = new byte[32 << 10];
        for (var count = from.read(buffer); count >= 0; count = from.read(buffer)) {
            if (keep) {
                synchronized (sent) {
                    sent.write(buffer, 0, count);
                }
            }
            to.write(buffer, 0, count);
        }
        to.close();
    }

    @FunctionalInterface
    private interface Task {
        void run() throws IOException;
    }

    private static void start(Task task) {
        var thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException e) {
                        // One of the two has gone.
                    }
                },
                "wire");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        synchronized (sockets) {
            for (var socket : sockets) {
                socket.close();
            }
        }
    }
}
