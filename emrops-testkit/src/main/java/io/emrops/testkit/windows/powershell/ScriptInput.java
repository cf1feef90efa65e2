package io.emrops.testkit.windows.powershell;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What the emrops bootstrap reads from its input: a header, a script, its parameters and secrets, a payload.
 *
 * @param nonce stands on both sides of the answer
 * @param deadline of the watchdog
 */
@SuppressWarnings("ArrayRecordComponent")
public record ScriptInput(
        String id,
        String nonce,
        Duration deadline,
        String script,
        Map<String, Object> parameters,
        Map<String, Object> secrets,
        byte[] payload) {
    /** The first line of the bootstrap. */
    public static final String BOOTSTRAP = "# emrops-bootstrap 1";

    private static final Pattern HEADER =
            Pattern.compile("emrops 1 ([A-Za-z0-9/._-]{1,200}) ([0-9A-Fa-f]{64}) ([0-9a-f]{32}) (\\d{1,8})");

    /**
     * Reads it.
     *
     * @throws RefusedInputException if the bootstrap would not run it
     */
    public static ScriptInput read(byte[] input) throws RefusedInputException {
        var text = new String(input, StandardCharsets.ISO_8859_1);
        var lines = text.lines().map(String::strip).toList();
        var header = HEADER.matcher(lines.isEmpty() ? "" : lines.get(0));
        if (lines.size() < 5
                || !header.matches()
                || !lines.get(lines.size() - 1).equals(".")) {
            throw RefusedInputException.silent(3);
        }
        var script = decode(lines.get(1));
        if (!sha256(script).equalsIgnoreCase(header.group(2))) {
            throw RefusedInputException.error("emrops.ScriptDiffers", "NotSpecified");
        }
        return new ScriptInput(
                header.group(1),
                header.group(3),
                Duration.ofSeconds(Long.parseLong(header.group(4))),
                utf8(script),
                object(lines.get(2)),
                object(lines.get(3)),
                payload(lines.subList(4, lines.size() - 1)));
    }

    private static byte[] payload(List<String> lines) throws RefusedInputException {
        var payload = new ByteArrayOutputStream();
        for (var line : lines) {
            payload.writeBytes(decode(line));
        }
        return payload.toByteArray();
    }

    private static byte[] decode(String base64) throws RefusedInputException {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw RefusedInputException.error("FormatException", "NotSpecified");
        }
    }

    private static String utf8(byte[] bytes) throws RefusedInputException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw RefusedInputException.error("DecoderFallbackException", "NotSpecified");
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(String base64) throws RefusedInputException {
        try {
            if (Json.read(utf8(decode(base64))).orElse("") instanceof Map<?, ?> map) {
                return (Map<String, Object>) map;
            }
        } catch (IllegalArgumentException e) {
            // the same as for what is JSON and no object
        }
        throw RefusedInputException.error(
                "System.ArgumentException,Microsoft.PowerShell.Commands.ConvertFromJsonCommand", "NotSpecified");
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The line of output that carries this answer. */
    public String answerLine(Map<String, Object> answer) {
        var json = Json.write(answer).getBytes(StandardCharsets.UTF_8);
        return nonce + Base64.getEncoder().encodeToString(json) + nonce + "\r\n";
    }

    /** The id alone. */
    @Override
    public String toString() {
        return id;
    }
}
