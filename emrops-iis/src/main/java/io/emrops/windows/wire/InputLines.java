package io.emrops.windows.wire;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the bootstrap reads: the header, the script, its parameters and secrets in Base64, the payload in lines of Base64, and a last
 * line. Nothing is run before the last line is there, so whoever knows that it was not handed over knows that nothing was done.
 */
public final class InputLines extends InputStream {
    /** Raw bytes in one line. */
    static final int PAYLOAD_LINE = 48 << 10;

    private static final Base64.Encoder BASE64 = Base64.getEncoder();

    private final List<byte[]> head;
    private final byte[] payload;
    private int nextOfHead;
    private int nextOfPayload;
    private byte @Nullable [] line;
    private int at;
    private boolean last;

    private InputLines(List<byte[]> head, byte[] payload) {
        this.head = head;
        this.payload = payload;
    }

    /**
     * @param header the first line, of ASCII
     * @param secrets are wiped when this is closed
     */
    public static InputLines of(String header, byte[] script, byte[] parameters, byte[] secrets, byte[] payload) {
        Objects.requireNonNull(payload, "payload");
        return new InputLines(
                List.of(
                        header.getBytes(StandardCharsets.US_ASCII),
                        BASE64.encode(script),
                        BASE64.encode(parameters),
                        wiping(secrets)),
                payload);
    }

    private static byte[] wiping(byte[] secrets) {
        var encoded = BASE64.encode(secrets);
        Arrays.fill(secrets, (byte) 0);
        return encoded;
    }

    /** Whether the last line was taken by somebody who may have sent it. */
    public synchronized boolean isHandedOver() {
        return last;
    }

    @Override
    public synchronized int read() {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public synchronized int read(byte[] into, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        var from = current();
        if (from == null) {
            return -1;
        }
        var n = Math.min(length, from.length - at);
        System.arraycopy(from, at, into, offset, n);
        at += n;
        return n;
    }

    /** The line that is being read; null behind the last one. */
    private byte @Nullable [] current() {
        if (line == null || at == line.length) {
            line = next();
            at = 0;
        }
        return line;
    }

    private byte @Nullable [] next() {
        if (nextOfHead < head.size()) {
            return ended(head.get(nextOfHead++));
        }
        if (nextOfPayload < payload.length) {
            var end = Math.min(payload.length, nextOfPayload + PAYLOAD_LINE);
            var chunk = Arrays.copyOfRange(payload, nextOfPayload, end);
            nextOfPayload = end;
            return ended(BASE64.encode(chunk));
        }
        if (last) {
            return null;
        }
        last = true;
        return ended(new byte[] {'.'});
    }

    private static byte[] ended(byte[] text) {
        var ended = Arrays.copyOf(text, text.length + 1);
        ended[text.length] = '\n';
        return ended;
    }

    /** Wipes what may be secret. Nothing can be read afterwards. */
    @Override
    public synchronized void close() {
        head.forEach(bytes -> Arrays.fill(bytes, (byte) 0));
        if (line != null) {
            Arrays.fill(line, (byte) 0);
        }
        line = null;
        nextOfHead = head.size();
        nextOfPayload = payload.length;
        at = 0;
    }
}
