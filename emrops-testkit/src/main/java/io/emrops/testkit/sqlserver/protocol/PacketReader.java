package io.emrops.testkit.sqlserver.protocol;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Puts packets together to messages. */
public final class PacketReader {
    static final int HEADER = 8;
    private static final int END_OF_MESSAGE = 0x01;
    private static final int LARGEST_MESSAGE = 256 << 20;

    private final DataInputStream in;

    /** From the client's bytes, out of TLS. */
    public PacketReader(InputStream in) {
        this.in = new DataInputStream(in);
    }

    /**
     * The next message; waits for it.
     *
     * @throws EOFException if the client has closed the connection
     * @throws ProtocolException if what comes is not TDS
     */
    public Message read() throws IOException {
        var payload = new ByteArrayOutputStream();
        var type = Message.Type.of(in.readUnsignedByte());
        var status = 0;
        while (true) {
            var bits = in.readUnsignedByte();
            status |= bits;
            var length = in.readUnsignedShort();
            in.readInt();
            if (length < HEADER) {
                throw new ProtocolException("a packet of " + length + " bytes is shorter than its header");
            }
            var content = in.readNBytes(length - HEADER);
            if (content.length < length - HEADER) {
                throw new EOFException("the connection ended inside a packet");
            }
            if (payload.size() + content.length > LARGEST_MESSAGE) {
                throw new ProtocolException("a message of more than " + LARGEST_MESSAGE + " bytes");
            }
            payload.writeBytes(content);
            if ((bits & END_OF_MESSAGE) != 0) {
                return new Message(type, status, payload.toByteArray());
            }
            var next = Message.Type.of(in.readUnsignedByte());
            if (next != type) {
                throw new ProtocolException("a packet of " + next + " inside a message of " + type);
            }
        }
    }
}
