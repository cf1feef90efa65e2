package io.emrops.weblog;

import java.util.List;
import java.util.Objects;

/**
 * Statistics of all windows that were asked for.
 *
 * @param windows in the order of time; those without requests too
 * @param lines all lines that were read for it
 */
public record WebLogReport(List<WebLogStatistics> windows, WebLogLines lines) {
    public WebLogReport {
        windows = List.copyOf(windows);
        Objects.requireNonNull(lines, "lines");
    }
}
