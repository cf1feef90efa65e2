package io.emrops.windows.wire;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the bootstrap reads: the header, the script and its parameters in Base64, the secrets, the payload in lines of Base64, and a last
 * line. Nothing is run before the last line is there, so whoever knows that it was not handed over knows that nothing was done. The
 * header ends with the SHA-256 of the lines between it and the last one, a blank between each: a transport may not know whether a part
 * of them arrived.
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
    private boolean closed;

    private InputLines(List<byte[]> head, byte[] payload) {
        this.head = head;
        this.payload = payload;
    }

    /**
     * @param header the first line, of ASCII, without the hash
     * @param secrets lines of ASCII, which are wiped when this is closed
     */
    public static InputLines of(String header, byte[] script, byte[] parameters, List<byte[]> secrets, byte[] payload) {
        Objects.requireNonNull(payload, "payload");
        var body = new ArrayList<byte[]>();
        body.add(BASE64.encode(script));
        body.add(BASE64.encode(parameters));
        body.addAll(secrets);
        var sum = sum(body, payload);
        body.add(0, (header + " " + sum).getBytes(StandardCharsets.US_ASCII));
        return new InputLines(body, payload);
    }

    private static String sum(List<byte[]> body, byte[] payload) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var i = 0; i < body.size(); i++) {
                if (i > 0) {
                    digest.update((byte) ' ');
                }
                digest.update(body.get(i));
            }
            for (var from = 0; from < payload.length; from += PAYLOAD_LINE) {
                digest.update((byte) ' ');
                digest.update(payloadLine(payload, from));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] payloadLine(byte[] payload, int from) {
        return BASE64.encode(Arrays.copyOfRange(payload, from, Math.min(payload.length, from + PAYLOAD_LINE)));
    }

    /** Whether the last line was taken by somebody who may have sent it. */
    public synchronized boolean isHandedOver() {
        return last;
    }

    /** Whether there is more to read. Nothing is handed over by asking. */
    public synchronized boolean hasMore() {
        return !closed && (!last || (line != null && at < line.length));
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
            wipeLine();
            line = next();
            at = 0;
        }
        return line;
    }

    private void wipeLine() {
        if (line != null) {
            Arrays.fill(line, (byte) 0);
        }
    }

    private byte @Nullable [] next() {
        if (closed || last) {
            return null;
        }
        if (nextOfHead < head.size()) {
            return ended(head.get(nextOfHead++));
        }
        if (nextOfPayload < payload.length) {
            var encoded = payloadLine(payload, nextOfPayload);
            nextOfPayload += PAYLOAD_LINE;
            return ended(encoded);
        }
        last = true;
        return ended(new byte[] {'.'});
    }

    private static byte[] ended(byte[] text) {
        var ended = Arrays.copyOf(text, text.length + 1);
        ended[text.length] = '\n';
        return ended;
    }

    /** Wipes what may be secret. Whoever reads on comes to the end, and the last line is not handed over any more. */
    @Override
    public synchronized void close() {
        closed = true;
        head.forEach(bytes -> Arrays.fill(bytes, (byte) 0));
        wipeLine();
        line = null;
        at = 0;
    }
}
