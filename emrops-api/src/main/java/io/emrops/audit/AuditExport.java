package io.emrops.audit;

import io.emrops.DataSize;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A file that was written, and nothing of what is in it.
 *
 * @param file where it is, absolute
 * @param format how it is written
 * @param rows how many rows it has, without headings
 * @param size how large it is
 * @param sha256 of all its bytes, in lower-case hexadecimal digits
 * @param first when its first event happened; empty if it has none, or is not of events
 * @param last when its last event happened
 */
public record AuditExport(
        String file,
        ExportFormat format,
        long rows,
        DataSize size,
        String sha256,
        Optional<Instant> first,
        Optional<Instant> last) {
    public AuditExport {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(sha256, "sha256");
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(last, "last");
    }
}
