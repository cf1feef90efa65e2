package io.emrops.testkit.sqlserver.protocol;

import java.io.IOException;

/**
 * What client and server say before the login.
 *
 * @param encryption as the client asks for it
 */
public record Prelogin(Encryption encryption) {
    private static final int VERSION = 0x00;
    private static final int ENCRYPTION = 0x01;
    private static final int INSTANCE = 0x02;
    private static final int THREAD = 0x03;
    private static final int MARS = 0x04;
    private static final int TERMINATOR = 0xFF;
    private static final int CLIENT_CERTIFICATE = 0x80;

    /** How much of a connection is encrypted. */
    public enum Encryption {
        /** The login alone. */
        LOGIN_ONLY(0),
        /** Everything. */
        ON(1),
        /** Nothing, because one side cannot. */
        NOT_SUPPORTED(2),
        /** Everything, because one side insists. */
        REQUIRED(3);

        private final int code;

        Encryption(int code) {
            this.code = code;
        }
    }

    /** Reads what the client says; options that are not known are passed over. */
    public static Prelogin read(byte[] payload) throws ProtocolException {
        var options = new ByteReader(payload);
        while (options.hasMore() && options.peek() != TERMINATOR) {
            var option = options.int8();
            var offset = options.int16BigEndian();
            var length = options.int16BigEndian();
            if (option == ENCRYPTION && length > 0) {
                var code = options.at(offset).int8() & ~CLIENT_CERTIFICATE;
                for (var encryption : Encryption.values()) {
                    if (encryption.code == code) {
                        return new Prelogin(encryption);
                    }
                }
                throw new ProtocolException("there is no encryption " + code);
            }
        }
        return new Prelogin(Encryption.NOT_SUPPORTED);
    }

    /** What the server answers to this, by what it wants itself. */
    public Encryption answer(boolean hasCertificate, boolean insists) {
        if (!hasCertificate) {
            return Encryption.NOT_SUPPORTED;
        }
        return switch (encryption) {
            case ON, REQUIRED -> Encryption.ON;
            case LOGIN_ONLY -> insists ? Encryption.REQUIRED : Encryption.LOGIN_ONLY;
            case NOT_SUPPORTED -> insists ? Encryption.REQUIRED : Encryption.NOT_SUPPORTED;
        };
    }

    /** Writes the server's answer. */
    public static void write(PacketWriter to, ServerVersion version, Encryption encryption) throws IOException {
        var table = new ByteWriter();
        var data = new ByteWriter();
        var start = 5 * 5 + 1;
        option(table, VERSION, start, data, version.bytes());
        option(table, ENCRYPTION, start, data, (byte) encryption.code);
        option(table, INSTANCE, start, data, (byte) 0);
        option(table, THREAD, start, data);
        option(table, MARS, start, data, (byte) 0);
        table.int8(TERMINATOR);
        table.bytes(data.toByteArray());
        to.token(table);
        to.end();
    }

    private static void option(ByteWriter table, int option, int start, ByteWriter data, byte... content) {
        var offset = start + data.size();
        table.int8(option);
        table.int8(offset >> 8);
        table.int8(offset);
        table.int8(content.length >> 8);
        table.int8(content.length);
        data.bytes(content);
    }
}
