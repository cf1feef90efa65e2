package io.emrops.testkit.sqlserver.view;

import io.emrops.testkit.sqlserver.instance.BackupSet;
import io.emrops.testkit.sqlserver.instance.DatabaseFile;
import io.emrops.testkit.sqlserver.instance.ServerFile;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rows of the views and functions about the files of the server's machine. Paths are in capitals, as its disk keeps them. */
final class FileSystemViews {
    private static final int PAGE = 8192;

    private FileSystemViews() {}

    static void drives(Viewer viewer, Rows rows) {
        var drives = new TreeSet<String>();
        drives.add(FileViews.volumeOf(""));
        viewer.instance().disk().files().keySet().forEach(path -> drives.add(FileViews.volumeOf(path)));
        for (var drive : drives) {
            rows.row().set("fixed_drive_path", drive).set("free_space_in_bytes", FileViews.availableOn(viewer, drive));
        }
    }

    static void exists(Viewer viewer, List<@Nullable Object> arguments, Rows rows) {
        if (arguments.get(0) instanceof String path) {
            var isFile = viewer.instance().disk().at(path).isPresent();
            var directory = directory(path);
            var isDirectory =
                    viewer.instance().disk().files().keySet().stream().anyMatch(file -> file.startsWith(directory));
            rows.row().set("file_exists", isFile ? 1 : 0).set("file_is_a_directory", isDirectory ? 1 : 0);
        }
    }

    /** What is below a directory, at every depth; the directories themselves are not listed. */
    static void enumerate(Viewer viewer, List<@Nullable Object> arguments, Rows rows) {
        if (!(arguments.get(0) instanceof String start) || !(arguments.get(1) instanceof String wanted)) {
            return;
        }
        var directory = directory(start);
        var pattern = pattern(wanted);
        viewer.instance().disk().files().forEach((path, file) -> {
            var name = path.substring(path.lastIndexOf('\\') + 1);
            if (path.startsWith(directory) && pattern.matcher(name).matches()) {
                var time = viewer.local(timeOf(viewer, file));
                rows.row()
                        .set("full_filesystem_path", path)
                        .set("parent_directory", path.substring(0, path.length() - name.length()))
                        .set("file_or_directory_name", name)
                        .set("level", (int) path.substring(directory.length())
                                .chars()
                                .filter(c -> c == '\\')
                                .count())
                        .set("creation_time", time)
                        .set("last_access_time", time)
                        .set("last_write_time", time)
                        .set("size_in_bytes", sizeOf(viewer, path, file));
            }
        });
    }

    private static String directory(String path) {
        var normal = path.replace('/', '\\').toUpperCase(Locale.ROOT);
        return normal.endsWith("\\") ? normal : normal + "\\";
    }

    private static Pattern pattern(String wildcards) {
        var regex = new StringBuilder();
        for (var c : wildcards.toUpperCase(Locale.ROOT).toCharArray()) {
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(regex.toString());
    }

    static long sizeOf(Viewer viewer, String path, ServerFile file) {
        if (file instanceof ServerFile.Backup backup) {
            var sets = backup.media().sets();
            return sets.stream().mapToLong(HistoryViews::compressedSize).sum()
                    / backup.media().families();
        } else if (file instanceof ServerFile.OfDatabase of) {
            return KnownDatabase.numbered(viewer.instance(), of.databaseId()).stream()
                    .flatMap(database -> database.files().stream())
                    .filter(each -> each.path().equalsIgnoreCase(path))
                    .mapToLong(DatabaseFile::pages)
                    .map(pages -> pages * PAGE)
                    .findFirst()
                    .orElse(0);
        }
        return 0;
    }

    private static Instant timeOf(Viewer viewer, ServerFile file) {
        if (file instanceof ServerFile.Backup backup) {
            return backup.media().sets().stream()
                    .map(BackupSet::finished)
                    .reduce((earlier, later) -> later)
                    .orElse(viewer.instance().started());
        } else if (file instanceof ServerFile.OfDatabase of) {
            return KnownDatabase.numbered(viewer.instance(), of.databaseId())
                    .map(KnownDatabase::created)
                    .orElse(viewer.instance().started());
        }
        return viewer.instance().started();
    }
}
