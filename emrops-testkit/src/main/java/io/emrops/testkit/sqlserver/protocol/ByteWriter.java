package io.emrops.testkit.sqlserver.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Bytes in the order of TDS: numbers have their lowest byte first. */
final class ByteWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);

    void int8(int value) {
        bytes.write(value);
    }

    void int16(int value) {
        bytes.write(value);
        bytes.write(value >> 8);
    }

    void int32(int value) {
        int16(value);
        int16(value >> 16);
    }

    void int64(long value) {
        int32((int) value);
        int32((int) (value >> 32));
    }

    /** The lowest bytes of a number. */
    void lowest(long value, int count) {
        for (var i = 0; i < count; i++) {
            bytes.write((int) (value >> (8 * i)));
        }
    }

    void int32BigEndian(int value) {
        bytes.write(value >> 24);
        bytes.write(value >> 16);
        bytes.write(value >> 8);
        bytes.write(value);
    }

    void bytes(byte[] value, int from, int length) {
        bytes.write(value, from, length);
    }

    void bytes(byte... value) {
        bytes.writeBytes(value);
    }

    /** A text behind its length in one byte; what does not fit is cut off. */
    void shortText(String text) {
        var cut = text.substring(0, Math.min(255, text.length()));
        int8(cut.length());
        bytes(utf16(cut));
    }

    /** A text behind its length in two bytes; what does not fit is cut off. */
    void longText(String text) {
        var cut = text.substring(0, Math.min(0xFFFF, text.length()));
        int16(cut.length());
        bytes(utf16(cut));
    }

    static byte[] utf16(String text) {
        return text.getBytes(StandardCharsets.UTF_16LE);
    }

    int size() {
        return bytes.size();
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }

    void clear() {
        bytes.reset();
    }
}
