package io.emrops.sqlserver.backup;

import io.emrops.backup.Backup;
import io.emrops.sqlserver.statement.BackupStatement;
import io.emrops.sqlserver.statement.ServerPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A backup that nothing stands in the way of, as far as could be seen.
 *
 * @param statement for the server
 * @param tag by which it is found again
 * @param encryptedBy the certificate
 * @param notes what else people should know
 */
record BackupOrder(
        SourceDatabase source,
        Backup.Kind kind,
        boolean copyOnly,
        boolean compressed,
        Optional<BackupSettings.Encryption> encryptedBy,
        BackupStatement statement,
        OperationTag tag,
        List<String> notes) {
    List<ServerPath> files() {
        return statement.files();
    }

    List<String> paths() {
        return files().stream().map(ServerPath::path).toList();
    }

    /** As the subject of a sentence. */
    String what() {
        return "The " + kind.name().toLowerCase(Locale.ROOT) + " backup of " + source.name();
    }

    List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add(what() + (copyOnly ? ", copy-only" : ""));
        paths().forEach(path -> lines.add("to " + path));
        lines.add("with checksums, " + (compressed ? "compressed" : "not compressed")
                + encryptedBy
                        .map(by ->
                                ", encrypted by " + by.algorithm().name() + " and the certificate " + by.certificate())
                        .orElse(", not encrypted"));
        if (files().size() > 1) {
            lines.add("All " + files().size() + " files are needed to restore it");
        }
        lines.addAll(notes);
        return lines;
    }
}
