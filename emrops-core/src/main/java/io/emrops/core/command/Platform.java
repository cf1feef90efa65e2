package io.emrops.core.command;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How programs are found here.
 *
 * @param path the directories of {@code PATH}
 * @param extensions what may be left out of a program's name, with the dot; empty where nothing may
 */
record Platform(boolean windows, List<Path> path, List<String> extensions) {
    Platform {
        path = List.copyOf(path);
        extensions = List.copyOf(extensions);
    }

    static Platform current() {
        var windows = System.getProperty("os.name", "").startsWith("Windows");
        var directories = new ArrayList<Path>();
        for (var directory : variable("PATH", "").split(File.pathSeparator, -1)) {
            if (!directory.isBlank()) {
                directories.add(Path.of(directory));
            }
        }
        var extensions = windows
                ? List.of(variable("PATHEXT", ".COM;.EXE;.BAT;.CMD")
                        .toLowerCase(Locale.ROOT)
                        .split(";"))
                : List.<String>of();
        return new Platform(windows, directories, extensions);
    }

    private static String variable(String name, String otherwise) {
        var value = System.getenv(name);
        return value == null ? otherwise : value;
    }
}
