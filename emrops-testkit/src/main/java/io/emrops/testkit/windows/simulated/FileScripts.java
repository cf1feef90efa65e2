package io.emrops.testkit.windows.simulated;

import io.emrops.testkit.windows.PowerShellError;
import io.emrops.testkit.windows.ScriptCall;
import io.emrops.testkit.windows.ScriptedWindowsHost;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;

/** {@code windows/file-…}. */
final class FileScripts {
    private final SimulatedFiles files;

    FileScripts(SimulatedFiles files) {
        this.files = files;
    }

    void answer(ScriptedWindowsHost host) {
        host.onScript("windows/file-hash", this::hash);
        host.onScript("windows/file-put", this::put);
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, Object> hash(ScriptCall call) {
        return files.read(call.text("path"))
                .map(bytes -> Map.<String, Object>of("exists", true, "length", bytes.length, "sha256", sha256(bytes)))
                .orElseGet(() -> Map.of("exists", false, "length", 0, "sha256", ""));
    }

    private Map<String, Object> put(ScriptCall call) {
        var path = call.text("path");
        var part = path + "." + call.text("token") + ".part";
        var there = files.read(part).orElse(new byte[0]);
        var offset = call.number("offset");
        if (offset > there.length) {
            throw PowerShellError.of("emrops.GapInUpload", "InvalidOperation");
        }
        var whole = new ByteArrayOutputStream();
        whole.write(there, 0, (int) offset);
        whole.writeBytes(call.payload());
        var bytes = whole.toByteArray();
        files.write(part, bytes);
        if (bytes.length < call.number("total")) {
            return Map.of("length", bytes.length, "sha256", "", "finished", false);
        }
        // As the script does: what is hashed has a name that nobody else knows.
        var own = path + "." + call.text("token") + "." + UUID.randomUUID() + ".part";
        files.move(part, own);
        var found = sha256(bytes);
        var finished = found.equals(call.text("sha256"));
        try {
            if (finished) {
                files.write(path, bytes);
            }
        } finally {
            files.delete(own);
        }
        return Map.of("length", bytes.length, "sha256", found, "finished", finished);
    }
}
