package io.emrops.testkit.sqlserver.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what a {@link ByteWriter} writes, from bytes that nobody has looked at yet: it never reads past their end. */
final class ByteReader {
    private final byte[] bytes;
    private final int end;
    private int at;

    ByteReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private ByteReader(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    /** Another reader of the same bytes. */
    ByteReader at(int position) throws ProtocolException {
        if (position < 0 || position > end) {
            throw new ProtocolException("position " + position + " of " + end + " bytes");
        }
        return new ByteReader(bytes, position, end);
    }

    boolean hasMore() {
        return at < end;
    }

    int position() {
        return at;
    }

    int remaining() {
        return end - at;
    }

    int int8() throws ProtocolException {
        require(1);
        return bytes[at++] & 0xFF;
    }

    /** The byte that comes next, without going on. */
    int peek() throws ProtocolException {
        require(1);
        return bytes[at] & 0xFF;
    }

    int int16() throws ProtocolException {
        return int8() | int8() << 8;
    }

    int int16BigEndian() throws ProtocolException {
        return int8() << 8 | int8();
    }

    int int32() throws ProtocolException {
        return int16() | int16() << 16;
    }

    long int64() throws ProtocolException {
        return (int32() & 0xFFFF_FFFFL) | (long) int32() << 32;
    }

    /** An unsigned number of up to eight bytes. */
    long lowest(int count) throws ProtocolException {
        var value = 0L;
        for (var i = 0; i < count; i++) {
            value |= (long) int8() << (8 * i);
        }
        return value;
    }

    byte[] bytes(int count) throws ProtocolException {
        require(count);
        at += count;
        return Arrays.copyOfRange(bytes, at - count, at);
    }

    void skip(int count) throws ProtocolException {
        require(count);
        at += count;
    }

    /** A text of this many UTF-16 units. */
    String text(int units) throws ProtocolException {
        return new String(bytes(2 * units), StandardCharsets.UTF_16LE);
    }

    String shortText() throws ProtocolException {
        return text(int8());
    }

    String longText() throws ProtocolException {
        return text(int16());
    }

    private void require(int count) throws ProtocolException {
        if (count < 0 || count > end - at) {
            throw new ProtocolException(count + " bytes are announced, " + (end - at) + " are there");
        }
    }
}
