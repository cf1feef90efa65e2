package io.emrops.core.secret;

import io.emrops.Secret;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Consumer;

/** The spellings of a secret. Each is lent to a consumer and wiped; none is ever a String. */
final class Spellings {
    private static final String UNRESERVED = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._";
    /** What is kept, beyond letters and digits, by forms, RFC 3986, encodeURIComponent and paths. */
    private static final String[] KEPT_IN_URLS = {"*", "~", "~!*'()", "~!$&'()*+,;=:@", ""};

    private static final String HTML_UNSAFE = "<>&'=";
    private static final String DOTNET_UNSAFE = "<>&'+`\"";

    private Spellings() {}

    static void of(char[] secret, Consumer<char[]> each) {
        whole(secret, each);
        var start = 0;
        for (var i = 0; i <= secret.length; i++) {
            if (i == secret.length || secret[i] == '\n' || secret[i] == '\r') {
                if (i - start >= Secret.MIN_LENGTH && i - start < secret.length) {
                    lend(Arrays.copyOfRange(secret, start, i), line -> whole(line, each));
                }
                start = i + 1;
            }
        }
    }

    private static void whole(char[] secret, Consumer<char[]> each) {
        each.accept(secret);
        base64(secret, StandardCharsets.UTF_8, each);
        base64(secret, StandardCharsets.UTF_16LE, each);
        for (var kept : KEPT_IN_URLS) {
            for (var hex : new String[] {"0123456789ABCDEF", "0123456789abcdef"}) {
                url(secret, kept, "+", hex, each);
                url(secret, kept, "%20", hex, each);
            }
        }
        for (var slash : new boolean[] {false, true}) {
            json(secret, "", false, slash, Character.MAX_VALUE, each);
            for (var upper : new boolean[] {false, true}) {
                json(secret, "", upper, slash, (char) 0x7E, each);
                json(secret, HTML_UNSAFE, upper, slash, Character.MAX_VALUE, each);
                json(secret, HTML_UNSAFE, upper, slash, (char) 0x7E, each);
                json(secret, DOTNET_UNSAFE, upper, slash, (char) 0x7E, each);
                json(secret, "", upper, slash, (char) 0, each);
            }
        }
    }

    /**
     * Three bytes are four characters, so that a secret inside a longer text begins at one of three places of a group.
     * The characters that hold bits of it alone are the same whatever stands around it. When it stands at the end, its
     * last bits are filled with zeros.
     */
    private static void base64(char[] secret, Charset charset, Consumer<char[]> each) {
        var bytes = encode(secret, charset);
        for (var encoder : new Base64.Encoder[] {Base64.getEncoder(), Base64.getUrlEncoder()}) {
            for (var before = 0; before < 3; before++) {
                var shifted = new byte[before + bytes.length];
                System.arraycopy(bytes, 0, shifted, before, bytes.length);
                var encoded = encoder.withoutPadding().encode(shifted);
                var first = (before * 8 + 5) / 6;
                var last = shifted.length * 8 / 6;
                lend(ascii(encoded, first, last), each);
                lend(ascii(encoded, first, encoded.length), each);
                Arrays.fill(shifted, (byte) 0);
                Arrays.fill(encoded, (byte) 0);
            }
        }
        Arrays.fill(bytes, (byte) 0);
    }

    private static void url(char[] secret, String kept, String space, String hex, Consumer<char[]> each) {
        var bytes = encode(secret, StandardCharsets.UTF_8);
        var out = CharBuffer.allocate(bytes.length * 3);
        for (var b : bytes) {
            var c = (char) (b & 0xFF);
            if (c == ' ') {
                out.put(space);
            } else if (UNRESERVED.indexOf(c) >= 0 || kept.indexOf(c) >= 0) {
                out.put(c);
            } else {
                out.put('%').put(hex.charAt(c >> 4)).put(hex.charAt(c & 15));
            }
        }
        Arrays.fill(bytes, (byte) 0);
        lend(out, each);
    }

    /**
     * @param unsafe characters written by number
     * @param plainUpTo the last character that is not written by number for being too high
     */
    private static void json(
            char[] secret, String unsafe, boolean upper, boolean slash, char plainUpTo, Consumer<char[]> each) {
        var out = CharBuffer.allocate(secret.length * 6);
        var digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
        for (var c : secret) {
            var escape = "\"\\\b\f\n\r\t".indexOf(c);
            if (c > plainUpTo || unsafe.indexOf(c) >= 0 || (c < ' ' && escape < 0)) {
                out.put("\\u");
                for (var shift = 12; shift >= 0; shift -= 4) {
                    out.put(digits.charAt(c >> shift & 15));
                }
            } else if (escape >= 0) {
                out.put('\\').put("\"\\bfnrt".charAt(escape));
            } else if (c == '/' && slash) {
                out.put("\\/");
            } else {
                out.put(c);
            }
        }
        lend(out, each);
    }

    private static byte[] encode(char[] text, Charset charset) {
        ByteBuffer buffer = charset.encode(CharBuffer.wrap(text));
        var bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        Arrays.fill(buffer.array(), (byte) 0);
        return bytes;
    }

    private static char[] ascii(byte[] bytes, int from, int to) {
        var chars = new char[to - from];
        for (var i = from; i < to; i++) {
            chars[i - from] = (char) bytes[i];
        }
        return chars;
    }

    private static void lend(CharBuffer written, Consumer<char[]> each) {
        lend(Arrays.copyOf(written.array(), written.position()), each);
        Arrays.fill(written.array(), '\0');
    }

    private static void lend(char[] spelling, Consumer<char[]> each) {
        each.accept(spelling);
        Arrays.fill(spelling, '\0');
    }
}
