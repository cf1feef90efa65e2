package io.emrops.audit;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Objects;

/**
 * Where steps write their files, under names of their own: {@code failed-logins-20261122T000000Z-0f3a….csv}.
 *
 * @param path on the machine where the run is; made if it is missing, so that only its owner can read it
 * @param format how files are written
 */
public record ExportDirectory(Path path, ExportFormat format) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int DIGITS = 8;

    public ExportDirectory {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(format, "format");
    }

    /** For files of comma-separated values. */
    public static ExportDirectory csv(Path path) {
        return new ExportDirectory(path, ExportFormat.CSV);
    }

    /** For files of JSON Lines. */
    public static ExportDirectory jsonLines(Path path) {
        return new ExportDirectory(path, ExportFormat.JSON_LINES);
    }

    /** The same file for the same key, and for no other. */
    Path file(String stem, Instant until, String key) {
        var hash = CellWriter.sha256().digest(key.getBytes(StandardCharsets.UTF_8));
        return path.resolve(stem + "-" + TIME.format(until) + "-"
                + HexFormat.of().formatHex(hash, 0, DIGITS) + "." + format.extension());
    }
}
