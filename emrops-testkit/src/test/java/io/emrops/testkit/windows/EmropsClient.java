package io.emrops.testkit.windows;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;

/** What a client of emrops sends, and how it finds its answer. */
final class EmropsClient {
    static final String NONCE = "0123456789abcdef0123456789abcdef";
    static final String ENCODED =
            Base64.getEncoder().encodeToString("# emrops-bootstrap 2\nexit 3\n".getBytes(StandardCharsets.UTF_16LE));

    private EmropsClient() {}

    static String input(String id, String parameters, String secrets, byte[]... payload) {
        return input(id, parameters, secrets, 60, payload);
    }

    /** @param secrets lines of them, a blank between name and value */
    static String input(String id, String parameters, String secrets, int deadline, byte[]... payload) {
        var script = "param($Parameters) 'für'";
        var body = new ArrayList<String>();
        body.add(base64(script.getBytes(StandardCharsets.UTF_8)));
        body.add(base64(parameters.getBytes(StandardCharsets.UTF_8)));
        secrets.lines()
                .map(line -> line.split(" ", 2))
                .map(words -> "secret " + words[0] + " " + base64(words[1].getBytes(StandardCharsets.UTF_8)))
                .forEach(body::add);
        for (var line : payload) {
            body.add(base64(line));
        }
        return "emrops 2 " + id + " " + sha256(script) + " " + NONCE + " " + deadline + " "
                + sha256(String.join(" ", body)) + "\n" + String.join("\n", body) + "\n.\n";
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
