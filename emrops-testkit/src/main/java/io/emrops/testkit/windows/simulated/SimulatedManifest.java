package io.emrops.testkit.windows.simulated;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A manifest as scripts read it: hash and length of each path, with backslashes. */
final class SimulatedManifest {
    private static final int HASH = 64;
    private static final int MOST_TOLD = 100;

    private final TreeMap<String, String> files = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final String header;

    SimulatedManifest(byte[] bytes) {
        var lines = new String(bytes, StandardCharsets.UTF_8).split("\n");
        header = lines[0];
        for (var line : List.of(lines).subList(1, lines.length)) {
            var cut = line.indexOf(' ', HASH + 1);
            files.put(line.substring(cut + 1).replace('/', '\\'), line.substring(0, cut));
        }
    }

    String header() {
        return header;
    }

    boolean has(String path) {
        return files.containsKey(path);
    }

    /** What of it is missing in a folder, or not as it says. */
    List<String> differing(SimulatedFiles disk, String folder) {
        return files.entrySet().stream()
                .filter(file -> !isSame(disk, folder, file))
                .map(file -> file.getKey().replace('\\', '/'))
                .limit(MOST_TOLD)
                .toList();
    }

    private static boolean isSame(SimulatedFiles disk, String folder, Map.Entry<String, String> file) {
        return disk.read(folder + "\\" + file.getKey())
                .filter(bytes -> file.getValue().equals(FileScripts.sha256(bytes) + " " + bytes.length))
                .isPresent();
    }

    /** What is in a folder and not in it. */
    List<String> others(SimulatedFiles disk, String folder) {
        var others = new ArrayList<String>();
        for (var path : disk.below(folder, true)) {
            var name = path.substring(folder.length() + 1);
            if (!has(name)) {
                others.add(name.replace('\\', '/'));
            }
        }
        return others.stream().limit(MOST_TOLD).toList();
    }

    /** Whether a folder's name ends as one does that was made from this manifest. */
    static boolean belongsTo(String folder, String digest) {
        return folder.toLowerCase(Locale.ROOT).endsWith("-" + digest.substring(0, 12));
    }
}
