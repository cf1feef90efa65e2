package io.emrops.iis.log;

import io.emrops.weblog.WebLogFile;
import io.emrops.windows.PowerShellScript;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The scripts for files of logs. */
final class LogScripts {
    static final PowerShellScript<Folder, Listed> LIST =
            PowerShellScript.reading(LogScripts.class, "weblog/list", Folder.class, Listed.class);

    static final PowerShellScript<Range, Piece> READ =
            PowerShellScript.reading(LogScripts.class, "weblog/read", Range.class, Piece.class);

    private LogScripts() {}

    /**
     * One of the two is empty.
     *
     * @param first a file is known again by so many bytes
     */
    record Folder(String site, String directory, int first) {}

    record Listed(String refused, String what, String directory, List<WebLogFile> files) {
        Listed(String refused, String what, String directory, @Nullable List<WebLogFile> files) {
            this.refused = refused;
            this.what = what;
            this.directory = directory;
            this.files = files == null ? List.of() : List.copyOf(files);
        }
    }

    /**
     * @param most bytes
     * @param compressed ends the piece once it has so many bytes in compressed form
     */
    record Range(String directory, String name, long offset, int most, int compressed) {}

    /** @param content compressed by gzip, in Base64; empty for nothing */
    record Piece(boolean found, long length, String content) {}
}
