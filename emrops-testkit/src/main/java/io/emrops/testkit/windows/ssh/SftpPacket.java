package io.emrops.testkit.windows.ssh;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One packet of SFTP 3 (draft-ietf-secsh-filexfer-02, "General Packet Format"): its type, and a body that is read field by field. */
final class SftpPacket {
    private static final int LONGEST = 256 << 10;

    private final int type;
    private final ByteBuffer body;

    private SftpPacket(int type, ByteBuffer body) {
        this.type = type;
        this.body = body;
    }

    /**
     * The next one; empty at the end of the input.
     *
     * @throws IOException if it is cut off, or of a length that no client has
     */
    static Optional<SftpPacket> read(InputStream in) throws IOException {
        var data = new DataInputStream(in);
        int length;
        try {
            length = data.readInt();
        } catch (EOFException e) {
            return Optional.empty();
        }
        if (length < 1 || length > LONGEST) {
            throw new IOException("a packet of " + length + " bytes");
        }
        var bytes = new byte[length];
        data.readFully(bytes);
        return Optional.of(new SftpPacket(bytes[0], ByteBuffer.wrap(bytes, 1, length - 1)));
    }

    int type() {
        return type;
    }

    /** @throws BufferUnderflowException if there is no such field, as all of these */
    int number() {
        return body.getInt();
    }

    long longNumber() {
        return body.getLong();
    }

    byte[] bytes() {
        var length = body.getInt();
        if (length < 0 || length > body.remaining()) {
            throw new BufferUnderflowException();
        }
        var bytes = new byte[length];
        body.get(bytes);
        return bytes;
    }

    String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /** A packet that is written. */
    static final class Reply {
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private final DataOutputStream fields = new DataOutputStream(body);

        Reply(int type) {
            body.write(type);
        }

        Reply number(long value) {
            return field(() -> fields.writeInt((int) value));
        }

        Reply longNumber(long value) {
            return field(() -> fields.writeLong(value));
        }

        Reply bytes(byte[] value) {
            return number(value.length).field(() -> fields.write(value));
        }

        Reply text(String value) {
            return bytes(value.getBytes(StandardCharsets.UTF_8));
        }

        private interface Field {
            void write() throws IOException;
        }

        private Reply field(Field field) {
            try {
                field.write();
                return this;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        void send(OutputStream out) throws IOException {
            var data = new DataOutputStream(out);
            data.writeInt(body.size());
            body.writeTo(data);
            data.flush();
        }
    }
}
