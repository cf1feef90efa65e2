package io.emrops.weblog;

import java.util.List;
import java.util.Objects;

/**
 * Entries of the logs, one after the other.
 *
 * @param entries in the order in which they were logged
 * @param next where to go on
 * @param lines all lines that were read for it
 */
public record WebLogPage(List<WebLogEntry> entries, WebLogPosition next, WebLogLines lines) {
    public WebLogPage {
        entries = List.copyOf(entries);
        Objects.requireNonNull(next, "next");
        Objects.requireNonNull(lines, "lines");
    }
}
