package io.emrops.testkit.windows.simulated;

import io.emrops.testkit.windows.PowerShellError;
import io.emrops.testkit.windows.ScriptCall;
import io.emrops.testkit.windows.ScriptedWindowsHost;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;

/** {@code release/…}. Zips are unpacked as they are. */
final class ReleaseScripts {
    private static final int DISK_FULL = 0x80070070;
    private static final String SYSTEM = "c:\\windows\\";

    private final SimulatedFiles files;
    private final SimulatedReleases releases;
    private final Supplier<Instant> clock;

    ReleaseScripts(SimulatedFiles files, SimulatedReleases releases, Supplier<Instant> clock) {
        this.files = files;
        this.releases = releases;
        this.clock = clock;
    }

    void answer(ScriptedWindowsHost host) {
        host.onScript("release/look", this::look);
        host.onScript("release/room", this::room);
        host.onScript("release/prepare", this::prepare);
        host.onScript("release/unpack", this::unpack);
        host.onScript("release/list", this::list);
        host.onScript("release/prune", this::prune);
        host.onScript("release/remembered", this::remembered);
        host.onScript("release/remember", this::remember);
    }

    private Map<String, Object> look(ScriptCall call) {
        var folder = call.text("folder");
        var zip = call.text("zip");
        var kept = files.read(folder + ".manifest");
        var digest = kept.map(FileScripts::sha256).orElse("");
        var exists = files.isDirectory(folder);
        var manifest = call.payload().length > 0
                ? Optional.of(call.payload())
                : kept.filter(bytes -> SimulatedManifest.belongsTo(folder, digest));
        var wanted = manifest.filter(bytes -> exists).map(SimulatedManifest::new);
        return Map.of(
                "exists",
                exists,
                "kept",
                digest,
                "header",
                wanted.map(SimulatedManifest::header).orElse(""),
                "zip",
                !zip.isEmpty() && files.read(zip).isPresent(),
                "differing",
                wanted.map(it -> it.differing(files, folder)).orElse(List.of()),
                "added",
                wanted.map(it -> it.others(files, folder)).orElse(List.of()));
    }

    private Map<String, Object> room(ScriptCall call) {
        var root = call.text("root");
        return Map.of(
                "inSystem",
                (root + "\\").toLowerCase(Locale.ROOT).startsWith(SYSTEM),
                "prepared",
                files.isDirectory(root + "\\releases") && files.isDirectory(root + "\\incoming"),
                "free",
                releases.free(),
                "left",
                left(call));
    }

    private long left(ScriptCall call) {
        var zip = call.text("zip").toLowerCase(Locale.ROOT);
        var part = files.below(call.text("folder") + ".part", true).stream();
        var incoming = files.below(call.text("root") + "\\incoming", true).stream()
                .filter(path -> path.toLowerCase(Locale.ROOT).startsWith(zip));
        return Stream.concat(part, incoming)
                .mapToLong(path -> files.read(path).map(bytes -> bytes.length).orElse(0))
                .sum();
    }

    private Map<String, Object> prepare(ScriptCall call) {
        var root = call.text("root");
        files.createDirectory(root + "\\releases");
        files.createDirectory(root + "\\incoming");
        return Map.of("changed", true);
    }

    private Map<String, Object> unpack(ScriptCall call) {
        var folder = call.text("folder");
        var manifest = new SimulatedManifest(call.payload());
        var existed = files.isDirectory(folder);
        var differing =
                existed ? manifest.differing(files, folder) : unpacked(call.text("zip"), folder + ".part", manifest);
        if (differing.isEmpty()) {
            files.write(folder + ".manifest", call.payload());
            if (!existed) {
                files.move(folder + ".part", folder);
                releases.created(folder);
            }
            files.delete(call.text("zip"));
        } else if (!existed) {
            files.delete(folder + ".part");
            files.delete(call.text("zip"));
        }
        return Map.of("existed", existed, "differing", differing);
    }

    private List<String> unpacked(String zip, String part, SimulatedManifest manifest) {
        var packed = files.read(zip)
                .orElseThrow(() -> PowerShellError.of("FileNotFoundException", "NotSpecified")
                        .from("System.IO.FileNotFoundException", 0x80070002));
        files.delete(part);
        files.createDirectory(part);
        unzip(packed, part, manifest);
        var differing = new ArrayList<>(manifest.differing(files, part));
        differing.addAll(manifest.others(files, part));
        return differing;
    }

    private void unzip(byte[] packed, String part, SimulatedManifest manifest) {
        var most = releases.takeUnpacked();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(packed))) {
            var count = 0;
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                var path = entry.getName().replace('/', '\\');
                if (!manifest.has(path)) {
                    throw PowerShellError.of("emrops.EntryNotInManifest", "InvalidData");
                }
                if (count++ == most) {
                    throw PowerShellError.of("IOException", "NotSpecified").from("System.IO.IOException", DISK_FULL);
                }
                var to = part + "\\" + path;
                SimulatedFiles.parent(to).ifPresent(files::createDirectory);
                files.write(to, zip.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, Object> list(ScriptCall call) {
        var found = new ArrayList<Map<String, Object>>();
        for (var path : files.in(call.text("root") + "\\releases")) {
            files.read(path + ".manifest")
                    .filter(bytes -> files.isDirectory(path))
                    .ifPresent(bytes -> found.add(Map.of(
                            "name",
                            name(path),
                            "digest",
                            FileScripts.sha256(bytes),
                            "header",
                            new SimulatedManifest(bytes).header(),
                            "created",
                            releases.creationOf(path).toString())));
        }
        return Map.of("found", found);
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('\\') + 1);
    }

    private Map<String, Object> prune(ScriptCall call) {
        var removed = new ArrayList<String>();
        var inUse = new ArrayList<String>();
        for (var each : (List<?>) call.parameters().getOrDefault("names", List.of())) {
            var name = String.valueOf(each);
            var folder = call.text("root") + "\\releases\\" + name;
            if (name.isEmpty() || name.equals(".") || name.equals("..") || !name.equals(name(folder))) {
                throw PowerShellError.of("emrops.NoFolderName", "InvalidArgument");
            }
            if (files.isDirectory(folder)) {
                try {
                    files.delete(folder);
                    files.delete(folder + ".manifest");
                    files.delete(folder + ".json");
                    removed.add(name);
                } catch (PowerShellError e) {
                    inUse.add(name);
                }
            }
        }
        removeLeftovers(call.text("root") + "\\releases", call.text("root") + "\\incoming");
        return Map.of("removed", removed, "inUse", inUse);
    }

    private void removeLeftovers(String folders, String incoming) {
        for (var path : files.in(folders)) {
            var folder = files.isDirectory(path);
            var part = folder && path.endsWith(".part") && isOld(path);
            var manifest = !folder
                    && path.endsWith(".manifest")
                    && isOld(path)
                    && !files.isDirectory(path.substring(0, path.length() - ".manifest".length()));
            if (folder && path.endsWith(".gone") || part || manifest) {
                files.delete(path);
            }
        }
        files.in(incoming).stream().filter(this::isOld).forEach(files::delete);
    }

    /** More than a day. */
    private boolean isOld(String path) {
        return files.written(path)
                .filter(written -> written.isBefore(clock.get().minus(Duration.ofDays(1))))
                .isPresent();
    }

    private Map<String, Object> remembered(ScriptCall call) {
        return files.read(call.text("file"))
                .map(bytes -> Map.<String, Object>of(
                        "exists", true, "content", Base64.getEncoder().encodeToString(bytes)))
                .orElseGet(() -> Map.of("exists", false, "content", ""));
    }

    private Map<String, Object> remember(ScriptCall call) {
        var file = call.text("file");
        SimulatedFiles.parent(file).ifPresent(files::createDirectory);
        files.write(file, call.payload());
        return Map.of("changed", true);
    }
}
