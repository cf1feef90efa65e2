package io.emrops.core.weblog;

/** What a chunk holds of a window of time. */
final class Window {
    final Totals totals = new Totals();
    final PathTable paths = new PathTable();

    /** See {@link Totals#count}. */
    void count(int path, int status, int took, long bytes) {
        totals.count(status, took, bytes);
        paths.count(path, Totals.isServerError(status), took);
    }
}
