package io.emrops.testkit.windows.powershell;

import java.io.ByteArrayOutputStream;
import java.io.Serial;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
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
    public static final String BOOTSTRAP = "# emrops-bootstrap 2";

    private static final Pattern HEADER = Pattern.compile(
            "emrops 2 ([A-Za-z0-9/._-]{1,200}) ([0-9A-Fa-f]{64}) ([0-9a-f]{32}) (\\d{1,6}) ([0-9A-Fa-f]{64})");

    /**
     * Reads it.
     *
     * @throws RefusedInputException if the bootstrap would not run it
     */
    public static ScriptInput read(byte[] input) throws RefusedInputException {
        var text = new String(input, StandardCharsets.ISO_8859_1);
        var lines = text.lines().map(String::strip).toList();
        var header = HEADER.matcher(lines.isEmpty() ? "" : lines.get(0));
        if (lines.size() < 4
                || !header.matches()
                || !lines.get(lines.size() - 1).equals(".")) {
            throw RefusedInputException.incomplete();
        }
        var body = lines.subList(1, lines.size() - 1);
        try {
            return read(header, body);
        } catch (Refusal e) {
            throw RefusedInputException.refused(header.group(3), String.valueOf(e.getMessage()));
        }
    }

    private static ScriptInput read(Matcher header, List<String> body) throws Refusal {
        if (!sha256(String.join(" ", body).getBytes(StandardCharsets.ISO_8859_1))
                .equalsIgnoreCase(header.group(5))) {
            throw new Refusal("emrops.InputDiffers");
        }
        var script = decode(body.get(0));
        if (!sha256(script).equalsIgnoreCase(header.group(2))) {
            throw new Refusal("emrops.ScriptDiffers");
        }
        var secrets = new HashMap<String, Object>();
        var payload = new ByteArrayOutputStream();
        for (var line : body.subList(2, body.size())) {
            var words = line.split(" ", -1);
            var bytes = decode(words[words.length - 1]);
            if (words[0].equals("secret")) {
                secrets.put(words[1], utf8(bytes));
            } else {
                payload.writeBytes(bytes);
            }
        }
        return new ScriptInput(
                header.group(1),
                header.group(3),
                Duration.ofSeconds(Long.parseLong(header.group(4))),
                utf8(script),
                object(body.get(1)),
                secrets,
                payload.toByteArray());
    }

    /**
     * When the watchdog ends the process.
     *
     * @param line the first line of the input
     * @return empty if that is no header, which makes the bootstrap read no further
     */
    public static Optional<Duration> deadline(String line) {
        var header = HEADER.matcher(line.strip());
        return header.matches() ? Optional.of(Duration.ofSeconds(Long.parseLong(header.group(4)))) : Optional.empty();
    }

    /** The id of an error of the bootstrap. */
    private static final class Refusal extends Exception {
        @Serial
        private static final long serialVersionUID = 1;

        Refusal(String id) {
            super(id, null, false, false);
        }
    }

    private static byte[] decode(String base64) throws Refusal {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new Refusal("FormatException");
        }
    }

    private static String utf8(byte[] bytes) throws Refusal {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Refusal("DecoderFallbackException");
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(String base64) throws Refusal {
        try {
            if (Json.read(utf8(decode(base64))).orElse("") instanceof Map<?, ?> map) {
                return (Map<String, Object>) map;
            }
        } catch (IllegalArgumentException e) {
            // the same as for what is JSON and no object
        }
        throw new Refusal("System.ArgumentException,Microsoft.PowerShell.Commands.ConvertFromJsonCommand");
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
        return answerLine(nonce, Json.write(answer));
    }

    /** The line of output that says that the script ran to its end, and nothing more. */
    public String unanswerableLine() {
        return answerLine(nonce, "unanswerable System.InvalidOperationException");
    }

    static String answerLine(String nonce, String text) {
        return nonce + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + nonce + "\r\n";
    }

    /** The id alone. */
    @Override
    public String toString() {
        return id;
    }
}
