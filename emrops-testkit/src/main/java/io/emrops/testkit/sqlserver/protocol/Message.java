package io.emrops.testkit.sqlserver.protocol;

/**
 * What the client has sent in one or several packets.
 *
 * @param status the bits of all its packets
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Message(Type type, int status, byte[] payload) {
    private static final int IGNORE = 0x02;
    private static final int RESET_CONNECTION = 0x08;
    private static final int RESET_CONNECTION_KEEP_TRANSACTION = 0x10;

    /** What a client may send. */
    public enum Type {
        /** A text of statements. */
        BATCH(0x01),
        /** The login of before SQL Server 7. */
        OLD_LOGIN(0x02),
        /** A call of a procedure, or several. */
        RPC(0x03),
        /** Cancel what is running. */
        ATTENTION(0x06),
        /** The rows of a bulk load. */
        BULK_LOAD(0x07),
        /** A token of Azure Active Directory. */
        FEDERATED_AUTHENTICATION(0x08),
        /** Begin, commit, roll back. */
        TRANSACTION(0x0E),
        /** The login. */
        LOGIN(0x10),
        /** A message of SSPI. */
        SSPI(0x11),
        /** What comes before the login. */
        PRELOGIN(0x12);

        private final int code;

        Type(int code) {
            this.code = code;
        }

        static Type of(int code) throws ProtocolException {
            for (var type : values()) {
                if (type.code == code) {
                    return type;
                }
            }
            throw new ProtocolException("there is no message type " + code);
        }
    }

    /** Whether the client gave up while it was sending: there is nothing to do. */
    public boolean isToBeIgnored() {
        return (status & IGNORE) != 0;
    }

    /** Whether the session is to be as after the login before this is done. */
    public boolean resetsConnection() {
        return (status & (RESET_CONNECTION | RESET_CONNECTION_KEEP_TRANSACTION)) != 0;
    }

    /** Whether the transaction outlives the reset. */
    public boolean keepsTransaction() {
        return (status & RESET_CONNECTION_KEEP_TRANSACTION) != 0;
    }
}
