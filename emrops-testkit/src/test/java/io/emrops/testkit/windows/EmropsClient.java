package io.emrops.testkit.windows;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;

/** What a client of emrops sends, and how it finds its answer. */
final class EmropsClient {
    static final String NONCE = "0123456789abcdef0123456789abcdef";
    static final String ENCODED =
            Base64.getEncoder().encodeToString("# emrops-bootstrap 1\nexit 3\n".getBytes(StandardCharsets.UTF_16LE));

    private EmropsClient() {}

    static String input(String id, String parameters, String secrets, byte[]... payload) {
        return input(id, parameters, secrets, 60, payload);
    }

    static String input(String id, String parameters, String secrets, int deadline, byte[]... payload) {
        var script = "param($Parameters) 'für'";
        var input = new StringBuilder("emrops 1 " + id + " " + sha256(script) + " " + NONCE + " " + deadline + "\n");
        input.append(base64(script.getBytes(StandardCharsets.UTF_8))).append('\n');
        input.append(base64(parameters.getBytes(StandardCharsets.UTF_8))).append('\n');
        input.append(base64(secrets.getBytes(StandardCharsets.UTF_8))).append('\n');
        for (var line : payload) {
            input.append(base64(line)).append('\n');
        }
        return input.append(".\n").toString();
    }

    /** The JSON between the marks. */
    static String answer(String out) {
        var from = out.indexOf(NONCE) + NONCE.length();
        var json = out.substring(from, out.indexOf(NONCE, from));
        return new String(Base64.getDecoder().decode(json), StandardCharsets.UTF_8);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
