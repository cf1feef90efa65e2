package io.emrops.testkit.windows.simulated;

import io.emrops.testkit.windows.ScriptCall;
import io.emrops.testkit.windows.ScriptedWindowsHost;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPOutputStream;

/** {@code weblog/…}. */
final class LogScripts {
    private static final int BUFFER = 65_536;

    private final SimulatedFiles files;
    private final SimulatedIis iis;
    private final SimulatedLogs logs;
    private final BooleanSupplier administrator;

    LogScripts(SimulatedFiles files, SimulatedIis iis, SimulatedLogs logs, BooleanSupplier administrator) {
        this.files = files;
        this.iis = iis;
        this.logs = logs;
        this.administrator = administrator;
    }

    void answer(ScriptedWindowsHost host) {
        host.onScript("weblog/list", this::list);
        host.onScript("weblog/read", this::read);
    }

    private Map<String, Object> list(ScriptCall call) {
        var name = call.text("site");
        if (name.isEmpty()) {
            var directory = call.text("directory");
            return files.isDirectory(directory) ? listed(directory, call) : refused("NoPath", directory);
        }
        if (!administrator.getAsBoolean()) {
            return refused("NotAdministrator", "");
        }
        if (!iis.isInstalled()) {
            return refused("NoIis", "");
        }
        if (logs.isCentral()) {
            return refused("CentralLogging", "");
        }
        var site = iis.site(name);
        if (site.isEmpty()) {
            return refused("NoSite", name);
        }
        var format = logs.formatOf(name);
        return format.equals("W3c") ? listed(logs.directoryOf(site.get()), call) : refused("OtherFormat", format);
    }

    private static Map<String, Object> refused(String why, String what) {
        return Map.of("refused", why, "what", what, "directory", "", "files", List.of());
    }

    private Map<String, Object> listed(String directory, ScriptCall call) {
        var first = (int) call.number("first");
        var found = files.in(directory).stream()
                .filter(path -> path.toLowerCase(Locale.ROOT).endsWith(".log"))
                .flatMap(path -> files.read(path).map(bytes -> told(path, bytes, first)).stream())
                .toList();
        return Map.of("refused", "", "what", "", "directory", directory, "files", found);
    }

    private Map<String, Object> told(String path, byte[] bytes, int first) {
        var identity = bytes.length < first
                ? ""
                : FileScripts.sha256(Arrays.copyOf(bytes, first)).substring(0, 16);
        return Map.of(
                "name",
                path.substring(path.lastIndexOf('\\') + 1),
                "size",
                bytes.length,
                "lastWrite",
                logs.lastWrite(path).toString(),
                "identity",
                identity);
    }

    private Map<String, Object> read(ScriptCall call) {
        var offset = call.number("offset");
        var most = call.number("most");
        var enough = call.number("compressed");
        return files.read(call.text("directory") + "\\" + call.text("name"))
                .map(bytes -> Map.<String, Object>of(
                        "found", true, "length", bytes.length, "content", packed(bytes, offset, most, enough)))
                .orElseGet(() -> Map.of("found", false, "length", 0, "content", ""));
    }

    private static String packed(byte[] bytes, long offset, long most, long enough) {
        if (offset >= bytes.length) {
            return "";
        }
        var packed = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(packed)) {
            var at = (int) offset;
            var end = (int) Math.min(bytes.length, offset + most);
            while (at < end && packed.size() < enough) {
                var next = Math.min(BUFFER, end - at);
                zip.write(bytes, at, next);
                at += next;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(packed.toByteArray());
    }
}
