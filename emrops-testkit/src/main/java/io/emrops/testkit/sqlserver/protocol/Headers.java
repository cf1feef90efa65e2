package io.emrops.testkit.sqlserver.protocol;

import java.nio.charset.StandardCharsets;

/** What stands before the content of a batch, a call and a transaction request ("[MS-TDS] 2.2.5.3 ALL_HEADERS Rule"). */
public final class Headers {
    private Headers() {}

    static ByteReader skip(byte[] payload) throws ProtocolException {
        var in = new ByteReader(payload);
        var length = in.int32();
        if (length < 4) {
            throw new ProtocolException("headers of " + length + " bytes");
        }
        return in.at(length);
    }

    /** The text of a batch. */
    public static String textOfBatch(byte[] payload) throws ProtocolException {
        var text = skip(payload);
        if (text.remaining() % 2 != 0) {
            throw new ProtocolException("a text of " + text.remaining() + " bytes is no UTF-16");
        }
        return new String(text.bytes(text.remaining()), StandardCharsets.UTF_16LE);
    }
}
