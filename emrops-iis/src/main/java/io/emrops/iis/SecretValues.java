package io.emrops.iis;

import io.emrops.Secret;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The values of secret variables as one secret: Base64 of UTF-8, in the order of the names, with blanks between. */
final class SecretValues {
    private SecretValues() {}

    static Secret of(List<String> names, Map<String, Secret> values) {
        return Secret.from(() -> {
            var whole = new char[0];
            for (var name : names) {
                whole = append(whole, encoded(name, Objects.requireNonNull(values.get(name), name)));
            }
            return whole;
        });
    }

    static void requireAll(Set<String> names, Map<String, Secret> values) {
        if (!names.equals(values.keySet())) {
            throw new IllegalArgumentException("The settings name the secret variables "
                    + names.stream().sorted().toList()
                    + ", and values are given for "
                    + values.keySet().stream().sorted().toList());
        }
    }

    private static char[] append(char[] whole, byte[] more) {
        var gap = whole.length == 0 ? 0 : 1;
        var longer = Arrays.copyOf(whole, whole.length + gap + more.length);
        if (gap == 1) {
            longer[whole.length] = ' ';
        }
        for (var i = 0; i < more.length; i++) {
            longer[whole.length + gap + i] = (char) more[i];
        }
        Arrays.fill(whole, '\0');
        Arrays.fill(more, (byte) 0);
        return longer;
    }

    private static byte[] encoded(String name, Secret secret) {
        var result = new byte[1][];
        secret.use(chars -> {
            SiteSettings.requireValue(name, CharBuffer.wrap(chars));
            var utf8 = StandardCharsets.UTF_8.encode(CharBuffer.wrap(chars));
            result[0] = encoded(utf8);
        });
        return result[0];
    }

    private static byte[] encoded(ByteBuffer utf8) {
        var bytes = new byte[utf8.remaining()];
        utf8.get(bytes);
        var encoded = Base64.getEncoder().encode(bytes);
        Arrays.fill(bytes, (byte) 0);
        Arrays.fill(utf8.array(), (byte) 0);
        return encoded;
    }
}
