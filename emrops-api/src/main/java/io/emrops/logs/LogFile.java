package io.emrops.logs;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A file that was written, as evidence of what is in it. Each of its lines is the time in UTC with nanoseconds, the name of the
 * instance, {@code stdout} or {@code stderr}, {@code F} (or {@code P} for a piece of a line that goes on), and what was written, all
 * with one blank between.
 *
 * @param path where it lies, absolute
 * @param service whose log it is; empty if it is of several
 * @param kind what is in it
 * @param lines how many lines were begun in it
 * @param bytes how large it is
 * @param first when its first line was written; empty if it has none
 * @param last when its last line was written; empty if it has none
 * @param sha256 of its content, in hexadecimal digits
 * @param cutAt when the first line was written that did not fit into it; empty if it is whole
 */
public record LogFile(
        String path,
        String service,
        Kind kind,
        long lines,
        long bytes,
        Optional<Instant> first,
        Optional<Instant> last,
        String sha256,
        Optional<Instant> cutAt) {
    public LogFile {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(last, "last");
        Objects.requireNonNull(sha256, "sha256");
        Objects.requireNonNull(cutAt, "cutAt");
    }

    /** What a file holds. */
    public enum Kind {
        /** The log of one service. */
        SERVICE,
        /** The logs of all services, merged in the order of time. */
        MERGED,
        /** A page that tells which errors there were; it quotes no line. */
        ERRORS
    }

    /** In one line. */
    @Override
    public String toString() {
        return path + ", " + lines + (lines == 1 ? " line, " : " lines, ") + bytes + " bytes, SHA-256 " + sha256
                + cutAt.map(at -> ", cut at " + at).orElse("");
    }
}
