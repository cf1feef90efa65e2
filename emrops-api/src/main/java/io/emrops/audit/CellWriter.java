package io.emrops.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Bytes on their way to a file, counted and hashed. */
abstract class CellWriter {
    private static final char REPLACEMENT = '\uFFFD';

    private final OutputStream out;
    private final MessageDigest digest = sha256();
    private final byte[] buffer = new byte[64 << 10];
    private int used;
    private long bytes;

    CellWriter(OutputStream out) {
        this.out = out;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** Before the first row. */
    abstract void begin() throws IOException;

    /** A text, as the n-th cell of its row. */
    abstract void text(int index, String value) throws IOException;

    /** No value. */
    abstract void none(int index) throws IOException;

    /** A moment. */
    abstract void moment(int index, Instant value) throws IOException;

    /** A number. */
    abstract void number(int index, long value) throws IOException;

    abstract void endRow() throws IOException;

    final void ascii(int character) throws IOException {
        if (used == buffer.length) {
            flush();
        }
        buffer[used++] = (byte) character;
    }

    /** Of at most 0x7F each. */
    final void ascii(String characters) throws IOException {
        var length = characters.length();
        if (length > buffer.length) {
            for (var i = 0; i < length; i++) {
                ascii(characters.charAt(i));
            }
            return;
        }
        if (length > buffer.length - used) {
            flush();
        }
        var to = buffer;
        var at = used;
        for (var i = 0; i < length; i++) {
            to[at + i] = (byte) characters.charAt(i);
        }
        used = at + length;
    }

    /** As {@link Instant#toString} has it, in a fraction of its time. */
    final void moment(Instant moment) throws IOException {
        var time = LocalDateTime.ofEpochSecond(moment.getEpochSecond(), moment.getNano(), ZoneOffset.UTC);
        if (time.getYear() < 0 || time.getYear() > 9999) {
            ascii(moment.toString());
            return;
        }
        digits(time.getYear(), 1_000);
        ascii('-');
        digits(time.getMonthValue(), 10);
        ascii('-');
        digits(time.getDayOfMonth(), 10);
        ascii('T');
        digits(time.getHour(), 10);
        ascii(':');
        digits(time.getMinute(), 10);
        ascii(':');
        digits(time.getSecond(), 10);
        fraction(time.getNano());
        ascii('Z');
    }

    private void fraction(int nanos) throws IOException {
        if (nanos == 0) {
            return;
        }
        ascii('.');
        if (nanos % 1_000_000 == 0) {
            digits(nanos / 1_000_000, 100);
        } else if (nanos % 1_000 == 0) {
            digits(nanos / 1_000, 100_000);
        } else {
            digits(nanos, 100_000_000);
        }
    }

    private void digits(int value, int highest) throws IOException {
        for (var unit = highest; unit > 0; unit /= 10) {
            ascii('0' + value / unit % 10);
        }
    }

    /** In UTF-8; returns how many units were taken. */
    final int utf8(String value, int at) throws IOException {
        var c = value.charAt(at);
        if (c < 0x80) {
            ascii(c);
            return 1;
        }
        if (c < 0x800) {
            ascii(0xC0 | c >> 6);
            ascii(0x80 | c & 0x3F);
            return 1;
        }
        if (Character.isHighSurrogate(c) && at + 1 < value.length() && Character.isLowSurrogate(value.charAt(at + 1))) {
            var point = Character.toCodePoint(c, value.charAt(at + 1));
            ascii(0xF0 | point >> 18);
            ascii(0x80 | point >> 12 & 0x3F);
            ascii(0x80 | point >> 6 & 0x3F);
            ascii(0x80 | point & 0x3F);
            return 2;
        }
        var whole = Character.isSurrogate(c) ? REPLACEMENT : c;
        ascii(0xE0 | whole >> 12);
        ascii(0x80 | whole >> 6 & 0x3F);
        ascii(0x80 | whole & 0x3F);
        return 1;
    }

    private void flush() throws IOException {
        digest.update(buffer, 0, used);
        out.write(buffer, 0, used);
        bytes += used;
        used = 0;
    }

    /** All that was written is with the operating system then. */
    final void finish() throws IOException {
        flush();
        out.flush();
    }

    final long bytes() {
        return bytes;
    }

    final byte[] hash() {
        return digest.digest();
    }
}
