package io.emrops.windows;

import io.emrops.Secret;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Secrets as lines of {@code secret}, their name and Base64 of UTF-8. Only methods of .NET read them: what a cmdlet is given stands in
 * event 4103 where the module logging of PowerShell is on. Passes through no text; the caller wipes what it gets.
 */
final class SecretLines {
    private static final int MOST_BYTES_OF_A_CHARACTER = 3;

    private SecretLines() {}

    static List<byte[]> of(Map<String, Secret> secrets) {
        var lines = new ArrayList<byte[]>();
        secrets.forEach((name, secret) -> secret.use(chars -> lines.add(line(name, chars))));
        return lines;
    }

    private static byte[] line(String name, char[] chars) {
        var bytes = utf8(name, chars);
        var encoded = Base64.getEncoder().encode(bytes);
        var begin = ("secret " + name + " ").getBytes(StandardCharsets.US_ASCII);
        var line = Arrays.copyOf(begin, begin.length + encoded.length);
        System.arraycopy(encoded, 0, line, begin.length, encoded.length);
        Arrays.fill(bytes, (byte) 0);
        Arrays.fill(encoded, (byte) 0);
        return line;
    }

    /** @throws IllegalArgumentException if this is half a character somewhere */
    static void requireText(String name, Secret secret) {
        secret.use(chars -> Arrays.fill(utf8(name, chars), (byte) 0));
    }

    private static byte[] utf8(String name, char[] chars) {
        // As large as it can get: arrays that an encoder has grown out of are not wiped.
        var buffer = ByteBuffer.allocate(chars.length * MOST_BYTES_OF_A_CHARACTER);
        var result = StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .encode(CharBuffer.wrap(chars), buffer, true);
        try {
            if (result.isError()) {
                throw new IllegalArgumentException("The secret " + name + " is no text");
            }
            return Arrays.copyOf(buffer.array(), buffer.position());
        } finally {
            Arrays.fill(buffer.array(), (byte) 0);
        }
    }
}
