package io.emrops.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A way to a server by another port of loopback, which can be shut and opened again. */
final class Door implements AutoCloseable {
    private final String to;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private ServerSocket door;

    /** @param to a host and port */
    Door(String to) throws IOException {
        this.to = to;
        door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        serve(door);
    }

    String address() {
        return "127.0.0.1:" + door.getLocalPort();
    }

    /** Nobody gets an answer any more. */
    void shut() {
        try {
            door.close();
            for (var socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void openAgain() throws IOException {
        door = new ServerSocket(door.getLocalPort(), 50, InetAddress.getLoopbackAddress());
        serve(door);
    }

    private void serve(ServerSocket at) {
        daemon(() -> {
            while (!at.isClosed()) {
                try {
                    var here = at.accept();
                    var address = to.split(":", 2);
                    var there = new Socket(address[0], Integer.parseInt(address[1]));
                    open.addAll(List.of(here, there));
                    daemon(() -> copy(here, there));
                    daemon(() -> copy(there, here));
                } catch (IOException e) {
                    // It is shut.
                }
            }
        });
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One of them is gone.
        }
    }

    private static void daemon(Runnable work) {
        var thread = new Thread(work, "door");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        shut();
    }
}
