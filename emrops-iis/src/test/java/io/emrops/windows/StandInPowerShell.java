package io.emrops.windows;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * What the bootstrap does, in Java: reads the lines, compares the hash, and plays the scripts of these tests. The files of its Windows are
 * in a directory, by a hash of their path. Also a program of its own, for the transport that starts one.
 */
final class StandInPowerShell {
    static final String GUID = "7b5e2f5c-6d6d-4c50-8f13-0c5d0a5f7a11";
    private static final Pattern FIELD = Pattern.compile("\"(\\w+)\":(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^,}]*))");

    private final Path disk;
    private boolean watched;

    StandInPowerShell(Path disk) {
        this.disk = disk;
    }

    public static void main(String[] arguments) throws Exception {
        var disk = Path.of(System.getProperty("stand-in.disk"));
        Files.writeString(disk.resolve("arguments"), String.join(" ", arguments));
        Files.writeString(
                disk.resolve("pid"), String.valueOf(ProcessHandle.current().pid()));
        System.exit(new StandInPowerShell(disk).watched().run(System.in, System.out, System.err));
    }

    /** Writes the program, for POSIX. */
    Path writeProgram(Path file) throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        var classes = Path.of(StandInPowerShell.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Files.writeString(
                file,
                "#!/bin/sh\nexec '" + java + "' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dstand-in.disk='" + disk
                        + "' -cp '" + classes + "' " + StandInPowerShell.class.getName() + " \"$@\"\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    /** Ends the process itself when the time is up that the header gives it, as the bootstrap does. */
    private StandInPowerShell watched() {
        watched = true;
        return this;
    }

    private void watch(long seconds) {
        CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS).execute(() -> {
            try {
                Files.createFile(disk.resolve("watchdog"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                Runtime.getRuntime().halt(1);
            }
        });
    }

    int run(InputStream in, OutputStream out, OutputStream err) throws Exception {
        var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
        var lines = new ArrayList<String>();
        for (var line = reader.readLine(); line != null; line = reader.readLine()) {
            lines.add(line);
        }
        if (lines.size() < 4
                || !lines.get(0).startsWith("emrops 2 ")
                || !lines.get(lines.size() - 1).equals(".")) {
            out.write("emrops incomplete\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return 3;
        }
        var head = lines.get(0).split(" ");
        var body = lines.subList(1, lines.size() - 1);
        if (!sha256(String.join(" ", body).getBytes(StandardCharsets.US_ASCII)).equals(head[6])) {
            return answer(out, head[4], "refused emrops.InputDiffers");
        }
        if (!sha256(Base64.getDecoder().decode(body.get(0))).equals(head[3])) {
            return answer(out, head[4], "refused emrops.ScriptDiffers");
        }
        if (watched) {
            watch(Long.parseLong(head[5]));
        }
        var secrets = body.stream().filter(line -> line.startsWith("secret ")).toList();
        var answer = play(head[2], text(body.get(1)), secrets, payload(body), out, err);
        return answer.isPresent() ? answer(out, head[4], answer.get()) : 1;
    }

    private static int answer(OutputStream out, String mark, String text) throws IOException {
        var encoded = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        out.write(("noise before\r\nand without an end" + mark + encoded + mark + "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return 0;
    }

    private static String text(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    private static byte[] payload(List<String> body) throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (var line : body.subList(2, body.size())) {
            if (!line.startsWith("secret ")) {
                bytes.write(Base64.getDecoder().decode(line));
            }
        }
        return bytes.toByteArray();
    }

    /** The JSON of the answer; empty if there is none. */
    private Optional<String> play(
            String id, String parameters, List<String> secrets, byte[] payload, OutputStream out, OutputStream err)
            throws Exception {
        return switch (id) {
            case "windows/identity" ->
                value(
                        "{\"machineGuid\":\"" + GUID
                                + "\",\"computerName\":\"APP01\",\"osVersion\":\"10.0.20348.0\",\"administrator\":true,\"time\":\"2026-03-01T02:00:00.1234567Z\"}");
            case "windows/file-hash" -> value(hash(field(parameters, "path")));
            case "windows/file-put" -> value(put(parameters, payload));
            default -> script(field(parameters, "mode"), parameters, secrets, payload, out, err);
        };
    }

    private Optional<String> script(
            String mode, String parameters, List<String> secrets, byte[] payload, OutputStream out, OutputStream err)
            throws Exception {
        switch (mode) {
            case "fail" -> {
                return Optional.of("{\"error\":{\"id\":\"PathNotFound,Microsoft.PowerShell.Commands.GetItemCommand\","
                        + "\"category\":\"ObjectNotFound\",\"type\":\"System.Management.Automation.ItemNotFoundException\","
                        + "\"hresult\":-2146233087,\"message\":\"MRN 4711 not found\"}}");
            }
            case "thrown" -> {
                return Optional.of("{\"error\":{\"id\":\"MRN4711,Get-Chart\",\"category\":\"OperationStopped\","
                        + "\"type\":\"x\",\"hresult\":0,\"message\":\"MRN4711\"}}");
            }
            case "refuse" -> {
                return Optional.of("refused MissingEndCurlyBrace");
            }
            case "damage" -> {
                return Optional.of("refused emrops.InputDiffers");
            }
            case "unanswerable" -> {
                return Optional.of("unanswerable System.InvalidOperationException");
            }
            case "failed" -> {
                return Optional.of("failed PathNotFound");
            }
            case "flood" -> {
                out.write("x".repeat(1 << 20).repeat(40).getBytes(StandardCharsets.US_ASCII));
                return value("{\"text\":\"behind\",\"more\":[],\"bytes\":0,\"sum\":\"\"}");
            }
            case "vanish" -> {
                err.write(clixml(""));
                return Optional.empty();
            }
            case "clixml" -> {
                err.write(clixml("text\r\n    + FullyQualifiedErrorId : Parser_x002E_Broken"));
                return Optional.empty();
            }
            case "hang" -> {
                Files.createFile(disk.resolve("hanging"));
                new CountDownLatch(1).await();
                return Optional.empty();
            }
            case "wrong" -> {
                return value("[1,2]");
            }
            default -> {
                Files.write(disk.resolve("secrets"), secrets);
                return value(parameters.replaceFirst(
                        "^\\{", "{\"bytes\":" + payload.length + ",\"sum\":\"" + sha256(payload) + "\","));
            }
        }
    }

    private static Optional<String> value(String json) {
        return Optional.of("{\"value\":" + json + "}");
    }

    static byte[] clixml(String error) {
        var escaped = error.replace("\r\n", "_x000D__x000A_");
        return ("#< CLIXML\r\n<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\"><S S=\"Error\">"
                        + escaped + "_x000D__x000A_</S></Objs>")
                .getBytes(StandardCharsets.UTF_8);
    }

    private String hash(String path) throws Exception {
        var file = file(path);
        return Files.exists(file)
                ? "{\"exists\":true,\"length\":" + Files.size(file) + ",\"sha256\":\""
                        + sha256(Files.readAllBytes(file)) + "\"}"
                : "{\"exists\":false,\"length\":0,\"sha256\":\"\"}";
    }

    private String put(String parameters, byte[] payload) throws Exception {
        var to = file(field(parameters, "path"));
        var part = file(field(parameters, "path") + "." + field(parameters, "token") + ".part");
        var offset = Long.parseLong(field(parameters, "offset"));
        var before = Files.exists(part) ? Files.readAllBytes(part) : new byte[0];
        var bytes = new ByteArrayOutputStream();
        bytes.write(before, 0, (int) offset);
        bytes.write(Files.exists(disk.resolve("spoil")) ? new byte[payload.length] : payload);
        Files.write(part, bytes.toByteArray());
        var found = "";
        var finished = false;
        if (bytes.size() == Long.parseLong(field(parameters, "total"))) {
            found = sha256(bytes.toByteArray());
            finished = found.equals(field(parameters, "sha256"));
            if (finished) {
                Files.move(part, to, StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.delete(part);
            }
        }
        return "{\"length\":" + bytes.size() + ",\"sha256\":\"" + found + "\",\"finished\":" + finished + "}";
    }

    Path file(String path) throws Exception {
        return disk.resolve("file-" + sha256(path.getBytes(StandardCharsets.UTF_8)));
    }

    /** Of paths with nothing to unescape but backslashes. */
    private static String field(String json, String name) {
        var match = FIELD.matcher(json);
        while (match.find()) {
            if (match.group(1).equals(name)) {
                return match.group(2) == null ? match.group(3) : match.group(2).replace("\\\\", "\\");
            }
        }
        throw new IllegalArgumentException(name);
    }

    static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
