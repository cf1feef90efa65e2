package io.emrops.testkit.sqlserver.protocol;

import java.nio.charset.StandardCharsets;

/**
 * The login, as the client asks for it. Holds the password, and therefore shows nothing of itself.
 */
public final class Login7 {
    /** TDS 7.2, of SQL Server 2005: the oldest one whose messages have the form of today's. */
    private static final int OLDEST = 0x72090002;

    private static final int NEWEST = 0x74000004;

    /** Its messages are those of 7.4. */
    private static final int TDS_8 = 0x08000000;

    private static final int LARGEST_PACKET = 32767;
    private static final int SMALLEST_PACKET = 512;
    private static final int INTEGRATED_SECURITY = 0x80;

    /** fReadOnlyIntent of the TypeFlags ("[MS-TDS] LOGIN7"). */
    private static final int READ_ONLY_INTENT = 0x20;

    private final int tdsVersion;
    private final int packetSize;
    private final boolean integrated;
    private final boolean readIntent;
    private final String host;
    private final String user;
    private final String password;
    private final String application;
    private final String server;
    private final String library;
    private final String database;

    private Login7(ByteReader login) throws ProtocolException {
        tdsVersion = login.at(4).int32();
        var wished = login.at(8).int32();
        packetSize = wished == 0
                ? PacketWriter.DEFAULT_PACKET_SIZE
                : Math.max(SMALLEST_PACKET, Math.min(LARGEST_PACKET, wished));
        integrated = (login.at(25).int8() & INTEGRATED_SECURITY) != 0;
        readIntent = (login.at(26).int8() & READ_ONLY_INTENT) != 0;
        host = text(login, 36);
        user = text(login, 40);
        password = password(login);
        application = text(login, 48);
        server = text(login, 52);
        library = text(login, 60);
        database = text(login, 68);
    }

    /**
     * Reads the login.
     *
     * @throws ProtocolException if it is none, or one of before TDS 7.2
     */
    public static Login7 read(byte[] payload) throws ProtocolException {
        var login = new Login7(new ByteReader(payload));
        if (login.tdsVersion != TDS_8 && Integer.compareUnsigned(login.tdsVersion, OLDEST) < 0) {
            throw new ProtocolException(
                    "this server speaks TDS 7.2 to 7.4 and 8.0, not 0x" + Integer.toHexString(login.tdsVersion));
        }
        return login;
    }

    private static String text(ByteReader login, int at) throws ProtocolException {
        var entry = login.at(at);
        var offset = entry.int16();
        return login.at(offset).text(entry.int16());
    }

    /** Each byte has its halves exchanged and is turned over in part; that is no protection. */
    private static String password(ByteReader login) throws ProtocolException {
        var entry = login.at(44);
        var offset = entry.int16();
        var bytes = login.at(offset).bytes(2 * entry.int16());
        for (var i = 0; i < bytes.length; i++) {
            var value = (bytes[i] & 0xFF) ^ 0xA5;
            bytes[i] = (byte) (value << 4 | value >> 4);
        }
        return new String(bytes, StandardCharsets.UTF_16LE);
    }

    /** What the answer says: the client's own version, and 7.4 to everything newer. */
    int tdsVersion() {
        return tdsVersion == TDS_8 || Integer.compareUnsigned(tdsVersion, NEWEST) > 0 ? NEWEST : tdsVersion;
    }

    /** In bytes. */
    public int packetSize() {
        return packetSize;
    }

    /** Whether the client wants to log in as its Windows user. */
    public boolean isIntegrated() {
        return integrated;
    }

    /** Whether the client says that it only reads. */
    public boolean hasReadIntent() {
        return readIntent;
    }

    /** Of the client's machine. */
    public String host() {
        return host;
    }

    /** The name of the login. */
    public String user() {
        return user;
    }

    /** Whether the password is this one. */
    public boolean hasPassword(String expected) {
        return password.equals(expected);
    }

    /** What the client calls itself. */
    public String application() {
        return application;
    }

    /** As which server the client has addressed this one. */
    public String server() {
        return server;
    }

    /** Of the client. */
    public String library() {
        return library;
    }

    /** Empty if the client wants its default. */
    public String database() {
        return database;
    }
}
