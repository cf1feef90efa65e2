package io.emrops.testkit.sqlserver.session;

import io.emrops.testkit.sqlserver.protocol.ClientBytes;
import io.emrops.testkit.sqlserver.protocol.Message.Type;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;

/** A client that sends whatever it is told to. It waits at most ten seconds for anything. */
final class RawClient implements AutoCloseable {
    private static final int AT_MOST = 10_000;

    private final Socket socket;
    private final DataInputStream in;

    private RawClient(int port) throws IOException {
        socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(AT_MOST);
        in = new DataInputStream(socket.getInputStream());
    }

    static RawClient connect(int port) throws IOException {
        return new RawClient(port);
    }

    static RawClient loggedIn(int port) throws IOException {
        var client = connect(port);
        client.send(ClientBytes.message(Type.PRELOGIN, ClientBytes.prelogin(ClientBytes.NO_ENCRYPTION)));
        client.receive();
        client.send(ClientBytes.message(Type.LOGIN, ClientBytes.login("sa", "secret", 4096)));
        client.receive();
        return client;
    }

    /** What the server has closed by now takes nothing more, which is as good. */
    void send(byte[] bytes) throws IOException {
        try {
            socket.getOutputStream().write(bytes);
        } catch (SocketException e) {
            // The end is read later.
        }
    }

    void sendEnd() throws IOException {
        try {
            socket.shutdownOutput();
        } catch (SocketException e) {
            // As above.
        }
    }

    /** The content of the next answer. */
    byte[] receive() throws IOException {
        var content = new ByteArrayOutputStream();
        while (!receivePacket(content)) {
            // There is more.
        }
        return content.toByteArray();
    }

    void receivePacket() throws IOException {
        receivePacket(new ByteArrayOutputStream());
    }

    /** Whether it was the last one. */
    private boolean receivePacket(ByteArrayOutputStream content) throws IOException {
        in.readUnsignedByte();
        var last = (in.readUnsignedByte() & 1) != 0;
        var packet = new byte[in.readUnsignedShort() - 8];
        in.readInt();
        in.readFully(packet);
        content.writeBytes(packet);
        return last;
    }

    byte[] ask(String statement) throws IOException {
        send(ClientBytes.message(Type.BATCH, ClientBytes.batch(statement)));
        return receive();
    }

    /** Reads to the end of the connection, however it ends. */
    void awaitEnd() throws IOException {
        try {
            in.readAllBytes();
        } catch (SocketException e) {
            // That is an end too.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
