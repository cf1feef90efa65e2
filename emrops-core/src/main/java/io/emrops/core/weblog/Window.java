package io.emrops.core.weblog;

/** What a chunk holds of a window of time. */
final class Window {
    final PathTable paths = new PathTable();
    final Histogram times = new Histogram();
    long requests;
    long clientErrors;
    long serverErrors;
    long sent;
    long withSent;
    long time;

    /**
     * @param took milliseconds; -1 if it was not logged
     * @param bytes -1 if they were not logged
     */
    void count(int path, int status, int took, long bytes) {
        requests++;
        var error = status >= 500 && status < 600;
        if (error) {
            serverErrors++;
        } else if (status >= 400 && status < 500) {
            clientErrors++;
        }
        if (took >= 0) {
            times.add(took);
            time += took;
        }
        if (bytes >= 0) {
            withSent++;
            sent = plus(sent, bytes);
        }
        paths.count(path, error, took);
    }

    /** Of amounts that are not negative; more than fits is as much as fits. */
    static long plus(long sum, long more) {
        var together = sum + more;
        return together < 0 ? Long.MAX_VALUE : together;
    }
}
