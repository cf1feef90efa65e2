package io.emrops.docker.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A handshake that is made to hear what the server has against it. Each flight is sent in one write, and the answer is read even if that write
 * failed: a server that refuses the first record of several resets the connection, but its alert came before.
 */
final class AskedHandshake {
    private static final Logger LOG = LoggerFactory.getLogger(AskedHandshake.class);

    private final Socket socket;
    private final SSLEngine tls;
    private final long end;
    private ByteBuffer received;
    private ByteBuffer opened;

    private AskedHandshake(Socket socket, SSLEngine tls, long end) {
        this.socket = socket;
        this.tls = tls;
        this.end = end;
        this.received =
                ByteBuffer.allocate(tls.getSession().getPacketBufferSize()).flip();
        this.opened = ByteBuffer.allocate(tls.getSession().getApplicationBufferSize());
    }

    /**
     * Whether the server spoke after the handshake without being asked; if not, it closed the connection.
     *
     * @param patience for all of it
     * @throws SSLException with the server's alert, or with what the server itself is refused for
     * @throws IOException if the connection failed without an alert
     */
    static boolean speaks(InetSocketAddress server, SSLContext context, Duration patience) throws IOException {
        var end = System.nanoTime() + patience.toNanos();
        try (var socket = new Socket()) {
            socket.connect(server, Math.toIntExact(patience.toMillis()));
            var tls = context.createSSLEngine(server.getHostString(), server.getPort());
            tls.setUseClientMode(true);
            return new AskedHandshake(socket, tls, end).untilItSpeaks();
        }
    }

    private boolean untilItSpeaks() throws IOException {
        tls.beginHandshake();
        while (opened.position() == 0) {
            var status = tls.getHandshakeStatus();
            if (status == HandshakeStatus.NEED_TASK) {
                runTasks();
            } else if (status == HandshakeStatus.NEED_WRAP) {
                sendFlight();
            } else if (!unwrap()) {
                return false;
            }
        }
        return true;
    }

    private void runTasks() {
        for (var task = tls.getDelegatedTask(); task != null; task = tls.getDelegatedTask()) {
            task.run();
        }
    }

    private void sendFlight() throws IOException {
        var flight = new ByteArrayOutputStream();
        collect(flight);
        try {
            socket.getOutputStream().write(flight.toByteArray());
        } catch (IOException e) {
            // The server has gone; what it sent before tells why.
            LOG.debug("The connection was lost while a handshake was made", e);
        }
    }

    private void collect(ByteArrayOutputStream flight) throws SSLException {
        var packet = ByteBuffer.allocate(tls.getSession().getPacketBufferSize());
        while (tls.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            var result = tls.wrap(ByteBuffer.allocate(0), packet.clear());
            flight.write(packet.array(), 0, packet.position());
            if (result.getStatus() == Status.CLOSED) {
                return;
            }
            if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
                runTasks();
            }
        }
    }

    /** False at the end of what the server sends. */
    private boolean unwrap() throws IOException {
        var result = tls.unwrap(received, opened);
        return switch (result.getStatus()) {
            case OK -> true;
            case CLOSED -> false;
            case BUFFER_OVERFLOW -> {
                opened = ByteBuffer.allocate(tls.getSession().getApplicationBufferSize());
                yield true;
            }
            case BUFFER_UNDERFLOW -> receive();
        };
    }

    private boolean receive() throws IOException {
        var left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
            throw new SocketTimeoutException("No alert in time");
        }
        socket.setSoTimeout(Math.toIntExact(left));
        var room = ByteBuffer.allocate(
                Math.max(received.remaining(), tls.getSession().getPacketBufferSize()) * 2);
        room.put(received);
        var count = socket.getInputStream().read(room.array(), room.position(), room.remaining());
        received = room.position(room.position() + Math.max(0, count)).flip();
        return count >= 0;
    }
}
