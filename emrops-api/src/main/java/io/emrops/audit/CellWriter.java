package io.emrops.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;

/** Bytes on their way to a file, counted and hashed. */
abstract class CellWriter {
    private static final long SECONDS_OF_DAY = 86_400;
    private static final char REPLACEMENT = '\uFFFD';

    private final OutputStream out;
    private final MessageDigest digest = sha256();
    private final byte[] buffer = new byte[64 << 10];
    private int used;
    private long day = Long.MIN_VALUE;
    private String date = "";
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

    /** As {@link Instant#toString} has it, in a fraction of its time: events of one day come one after the other. */
    final void moment(Instant moment) throws IOException {
        var second = moment.getEpochSecond();
        var newDay = Math.floorDiv(second, SECONDS_OF_DAY);
        if (newDay != day) {
            day = newDay;
            date = LocalDate.ofEpochDay(newDay) + "T";
        }
        ascii(date);
        var ofDay = (int) (second - newDay * SECONDS_OF_DAY);
        twoDigits(ofDay / 3_600);
        ascii(':');
        twoDigits(ofDay / 60 % 60);
        ascii(':');
        twoDigits(ofDay % 60);
        fraction(moment.getNano());
        ascii('Z');
    }

    private void fraction(int nanos) throws IOException {
        if (nanos == 0) {
            return;
        }
        ascii('.');
        threeDigits(nanos / 1_000_000);
        if (nanos % 1_000_000 != 0) {
            threeDigits(nanos / 1_000 % 1_000);
            if (nanos % 1_000 != 0) {
                threeDigits(nanos % 1_000);
            }
        }
    }

    private void twoDigits(int value) throws IOException {
        ascii('0' + value / 10);
        ascii('0' + value % 10);
    }

    private void threeDigits(int value) throws IOException {
        ascii('0' + value / 100);
        twoDigits(value % 100);
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
