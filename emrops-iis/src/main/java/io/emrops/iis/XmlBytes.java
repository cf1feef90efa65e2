package io.emrops.iis;

import io.emrops.PreconditionFailedException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text of XML in its encoding, with its byte order mark. */
final class XmlBytes {
    private static final Pattern DECLARED =
            Pattern.compile("\\A<\\?xml[^>]*?\\sencoding\\s*=\\s*[\"']([A-Za-z][A-Za-z0-9._-]*)[\"']");
    private static final int LONGEST_DECLARATION = 200;

    private static final byte[] UTF_8_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] LITTLE_MARK = {(byte) 0xFF, (byte) 0xFE};
    private static final byte[] BIG_MARK = {(byte) 0xFE, (byte) 0xFF};
    private static final byte[] NO_MARK = {};

    private final byte[] mark;
    private final Charset charset;
    private final String text;

    private XmlBytes(byte[] mark, Charset charset, String text) {
        this.mark = mark;
        this.charset = charset;
        this.text = text;
    }

    String text() {
        return text;
    }

    /** @throws PreconditionFailedException if it is not in the encoding that it says */
    static XmlBytes read(byte[] bytes) {
        if (begins(bytes, UTF_8_MARK)) {
            return decoded(bytes, UTF_8_MARK, StandardCharsets.UTF_8);
        }
        if (begins(bytes, LITTLE_MARK)) {
            return decoded(bytes, LITTLE_MARK, StandardCharsets.UTF_16LE);
        }
        if (begins(bytes, BIG_MARK)) {
            return decoded(bytes, BIG_MARK, StandardCharsets.UTF_16BE);
        }
        return decoded(bytes, NO_MARK, declared(bytes));
    }

    private static boolean begins(byte[] bytes, byte[] mark) {
        return bytes.length >= mark.length && Arrays.equals(bytes, 0, mark.length, mark, 0, mark.length);
    }

    private static Charset declared(byte[] bytes) {
        var beginning = new String(bytes, 0, Math.min(bytes.length, LONGEST_DECLARATION), StandardCharsets.ISO_8859_1);
        var name = DECLARED.matcher(beginning);
        try {
            return Optional.of(name)
                    .filter(Matcher::find)
                    .map(found -> Charset.forName(found.group(1)))
                    .orElse(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new PreconditionFailedException(
                    WebConfig.FILE + " line 1 has an encoding that is not known; nothing was sent", e);
        }
    }

    private static XmlBytes decoded(byte[] bytes, byte[] mark, Charset charset) {
        var rest = ByteBuffer.wrap(bytes, mark.length, bytes.length - mark.length);
        try {
            return new XmlBytes(mark, charset, charset.newDecoder().decode(rest).toString());
        } catch (CharacterCodingException e) {
            var line = 1
                    + (int) charset.decode(rest.rewind().position(mark.length))
                            .chars()
                            .takeWhile(c -> c != '\uFFFD')
                            .filter(c -> c == '\n')
                            .count();
            throw new PreconditionFailedException(
                    WebConfig.FILE + " line " + line + " is not in " + charset + ", as it should be; nothing was sent",
                    e);
        }
    }

    /** Another text, in the same encoding. */
    byte[] with(String newText) {
        try {
            var encoded = charset.newEncoder().encode(CharBuffer.wrap(newText));
            var bytes = new byte[mark.length + encoded.remaining()];
            System.arraycopy(mark, 0, bytes, 0, mark.length);
            encoded.get(bytes, mark.length, encoded.remaining());
            return bytes;
        } catch (CharacterCodingException e) {
            throw new IllegalStateException("What was decoded and given ASCII can be encoded", e);
        }
    }
}
