package io.emrops.sqlserver.statement;

import java.util.List;
import java.util.stream.Collectors;

/** What backups and restores are told in the same words: what to do with pages and their checksums, and how often to say how far they are. */
final class PageOptions {
    private boolean checksum = true;
    private boolean stopOnError = true;
    private int stats = 5;

    void checksum(boolean on) {
        checksum = on;
    }

    void continueAfterError() {
        stopOnError = false;
    }

    void stats(int percent) {
        if (percent < 1 || percent > 100) {
            throw new IllegalArgumentException("Percent between two messages are 1 to 100, not " + percent);
        }
        stats = percent;
    }

    /** What the server would take from its own defaults. */
    List<String> ofPages() {
        return List.of(checksum ? "CHECKSUM" : "NO_CHECKSUM", stopOnError ? "STOP_ON_ERROR" : "CONTINUE_AFTER_ERROR");
    }

    String ofProgress() {
        return "STATS = " + stats;
    }

    static String with(List<String> options) {
        return options.stream().collect(Collectors.joining(", ", " WITH ", ""));
    }
}
