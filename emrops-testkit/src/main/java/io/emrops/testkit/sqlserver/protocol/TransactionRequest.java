package io.emrops.testkit.sqlserver.protocol;

/**
 * What a client asks of the transaction manager ("[MS-TDS] 2.2.6.9 Transaction Manager Request").
 *
 * @param isolationLevel as the protocol numbers them; 0 for the one of before
 * @param name of a transaction or a savepoint; may be empty
 * @param beginsNext whether a commit or rollback begins the next transaction, with the level above
 */
public record TransactionRequest(Action action, int isolationLevel, String name, boolean beginsNext) {
    /** What is to be done. */
    public enum Action {
        /** Begin one. */
        BEGIN,
        /** Commit. */
        COMMIT,
        /** Roll back, to a savepoint if it has a name. */
        ROLLBACK,
        /** Set a savepoint. */
        SAVE
    }

    /**
     * Reads the request.
     *
     * @throws ProtocolException if it is none, or one of a distributed transaction
     */
    public static TransactionRequest read(byte[] payload) throws ProtocolException {
        var in = Headers.skip(payload);
        var type = in.int16();
        return switch (type) {
            case 5 -> {
                var level = in.int8();
                yield new TransactionRequest(Action.BEGIN, level, name(in), false);
            }
            case 7 -> ending(Action.COMMIT, in);
            case 8 -> ending(Action.ROLLBACK, in);
            case 9 -> {
                var name = name(in);
                if (name.isEmpty()) {
                    throw new ProtocolException("a savepoint without a name");
                }
                yield new TransactionRequest(Action.SAVE, 0, name, false);
            }
            default -> throw new ProtocolException("transaction request " + type + " is not known to this server");
        };
    }

    private static TransactionRequest ending(Action action, ByteReader in) throws ProtocolException {
        var name = name(in);
        var beginsNext = in.hasMore() && (in.int8() & 1) != 0;
        var level = beginsNext ? in.int8() : 0;
        return new TransactionRequest(action, level, name, beginsNext);
    }

    /** Its length is in bytes. */
    private static String name(ByteReader in) throws ProtocolException {
        return in.hasMore() ? in.text(in.int8() / 2) : "";
    }
}
