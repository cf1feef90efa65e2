package io.emrops.testkit;

import io.emrops.Secret;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A secret that is easy to recognise: give it to a run, and look for it wherever the run leaves traces.
 *
 * <pre>{@code
 * var canary = Canary.generate();
 * engine.start(runbook, request.with("password", canary.secret())).await();
 * canary.requireNotIn(journalDirectory);
 * }</pre>
 *
 * <p>It is found raw (UTF-8 and UTF-16), in Base64 of both alphabets at every alignment and across line breaks, in
 * hexadecimal, and as URLs, JSON and XML write it. A generated one holds characters that are written differently in each of
 * these, around a core that is not: the core alone is found too, in whatever it is wrapped. What is compressed or
 * encrypted is not looked into.
 */
public final class Canary {
    private static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
    private static final int CORE_LENGTH = 24;

    private final String value;
    /** What to look for, as bytes told as Latin-1, and the name of the encoding. */
    private final Map<String, String> traces = new LinkedHashMap<>();

    private final Map<Pattern, Wanted> asText = new LinkedHashMap<>();

    private Canary(String value, String core) {
        this.value = value;
        addTraces(value, "");
        if (!core.equals(value)) {
            addTraces(core, ", the core");
        }
    }

    /** A new secret, unlike any other. */
    public static Canary generate() {
        var random = new SecureRandom();
        var core = random.ints(CORE_LENGTH, 0, ALPHABET.length())
                .mapToObj(i -> String.valueOf(ALPHABET.charAt(i)))
                .collect(Collectors.joining());
        return new Canary("q\"/ü+" + core + "\\&% =", core);
    }

    /**
     * A secret of the test's own choice.
     *
     * @param value at least {@link Secret#MIN_LENGTH} characters
     */
    public static Canary of(String value) {
        if (value.length() < Secret.MIN_LENGTH) {
            throw new IllegalArgumentException("Shorter than a secret may be: " + value.length() + " characters");
        }
        return new Canary(value, value);
    }

    /** The secret itself. */
    public String value() {
        return value;
    }

    /** The secret as a runbook wants it. */
    public Secret secret() {
        return Secret.of(value.toCharArray());
    }

    /**
     * A place where it was found.
     *
     * @param where the file, or empty if no file was looked into
     * @param encoding how it is written there
     * @param offset in bytes, from 0
     */
    public record Sighting(String where, String encoding, long offset) {
        @Override
        public String toString() {
            return (where.isEmpty() ? "" : where + ", ") + "byte " + offset + ": " + encoding;
        }
    }

    /** Where it is in a text. */
    public List<Sighting> in(String text) {
        return in(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Where it is in these bytes. */
    public List<Sighting> in(byte[] bytes) {
        return in("", bytes);
    }

    /**
     * Where it is in a file, or in the names and the contents of all files of a directory. Links are not followed; a file
     * that disappears meanwhile is passed over.
     */
    public List<Sighting> in(Path place) throws IOException {
        var found = new ArrayList<Sighting>();
        List<Path> files;
        try (var tree = Files.walk(place)) {
            files = tree.sorted().toList();
        }
        for (var file : files) {
            found.addAll(in("the name of " + file, file.toString().getBytes(StandardCharsets.UTF_8)));
            if (Files.isRegularFile(file)) {
                found.addAll(in(file.toString(), Files.readAllBytes(file)));
            }
        }
        return found;
    }

    /**
     * Sees to it that it is not there.
     *
     * @throws AssertionError if it is; tells where, and not what
     */
    public void requireNotIn(Path place) throws IOException {
        requireNone(in(place));
    }

    /** The same for a text. */
    public void requireNotIn(String text) {
        requireNone(in(text));
    }

    /** Not the secret. */
    @Override
    public String toString() {
        return "a canary";
    }

    private static void requireNone(List<Sighting> found) {
        if (!found.isEmpty()) {
            throw new AssertionError("The secret has leaked:\n"
                    + found.stream().map(Sighting::toString).collect(Collectors.joining("\n")));
        }
    }

    private List<Sighting> in(String where, byte[] bytes) {
        var text = latin1(bytes);
        var found = search(where, text, "");
        if (text.indexOf('\n') >= 0) {
            var joined = text.replace("\r", "").replace("\n", "");
            search(where, joined, ", across lines").stream()
                    .filter(sighting ->
                            found.stream().noneMatch(f -> sighting.encoding().startsWith(f.encoding())))
                    .forEach(found::add);
        }
        return found;
    }

    private List<Sighting> search(String where, String text, String remark) {
        var found = new ArrayList<Sighting>();
        asText.forEach((pattern, whole) -> {
            for (var matcher = pattern.matcher(text); matcher.find(); ) {
                var raw = matcher.group().equals(latin1(whole.value().getBytes(StandardCharsets.UTF_8)));
                found.add(new Sighting(where, (raw ? "raw" : "escaped") + whole.remark() + remark, matcher.start()));
            }
        });
        traces.forEach((trace, encoding) -> {
            for (var at = text.indexOf(trace); at >= 0; at = text.indexOf(trace, at + 1)) {
                found.add(new Sighting(where, encoding + remark, at));
            }
        });
        return found;
    }

    private void addTraces(String text, String remark) {
        asText.put(anyWriting(text), new Wanted(text, remark));
        addBinaryTraces(text, StandardCharsets.UTF_8, remark);
        addBinaryTraces(text, StandardCharsets.UTF_16LE, " of UTF-16" + remark);
        addBinaryTraces(text, StandardCharsets.UTF_16BE, " of UTF-16" + remark);
    }

    private record Wanted(String value, String remark) {}

    /** The text with each character as it is, or as JSON, URLs or XML write it. */
    private static Pattern anyWriting(String text) {
        return Pattern.compile(text.codePoints()
                .mapToObj(Canary::anyWriting)
                .map(writings -> "(?:" + String.join("|", writings) + ")")
                .collect(Collectors.joining()));
    }

    private static List<String> anyWriting(int codePoint) {
        var character = Character.toString(codePoint);
        var bytes = character.getBytes(StandardCharsets.UTF_8);
        var writings = new ArrayList<String>();
        writings.add(Pattern.quote(latin1(bytes)));
        writings.add(character
                .chars()
                .mapToObj(unit -> String.format(Locale.ROOT, "\\\\u(?i:%04x)", unit))
                .collect(Collectors.joining()));
        writings.add(HexFormat.of().withPrefix("%").formatHex(bytes).replaceAll("%(..)", "%(?i:$1)"));
        writings.add(String.format(Locale.ROOT, "&#(?:0*%d|[xX]0*(?i:%x));", codePoint, codePoint));
        writings.addAll(shortEscapes(codePoint));
        return writings;
    }

    private static List<String> shortEscapes(int codePoint) {
        return switch (codePoint) {
            case '"' -> List.of("\\\\\"", "&quot;");
            case '\\' -> List.of("\\\\\\\\");
            case '/' -> List.of("\\\\/");
            case '\n' -> List.of("\\\\n");
            case '\r' -> List.of("\\\\r");
            case '\t' -> List.of("\\\\t");
            case ' ' -> List.of("\\+");
            case '&' -> List.of("&amp;");
            case '<' -> List.of("&lt;");
            case '>' -> List.of("&gt;");
            case '\'' -> List.of("&apos;");
            default -> List.of();
        };
    }

    private void addBinaryTraces(String text, Charset charset, String remark) {
        var bytes = text.getBytes(charset);
        if (charset != StandardCharsets.UTF_8) {
            putTrace(latin1(bytes), "raw" + remark);
        }
        putTrace(HexFormat.of().formatHex(bytes), "hexadecimal" + remark);
        putTrace(HexFormat.of().withUpperCase().formatHex(bytes), "hexadecimal" + remark);
        for (var alignment = 0; alignment < 3; alignment++) {
            putTrace(base64(Base64.getEncoder(), bytes, alignment), "Base64" + remark);
            putTrace(base64(Base64.getUrlEncoder(), bytes, alignment), "Base64" + remark);
        }
    }

    /** The characters that do not depend on what stands before and behind. */
    private static String base64(Base64.Encoder encoder, byte[] bytes, int alignment) {
        var shifted = new byte[alignment + bytes.length];
        System.arraycopy(bytes, 0, shifted, alignment, bytes.length);
        var first = (alignment * 8 + 5) / 6;
        var end = shifted.length * 8 / 6;
        return encoder.encodeToString(shifted).substring(first, end);
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private void putTrace(String trace, String encoding) {
        traces.putIfAbsent(trace, encoding);
    }
}
