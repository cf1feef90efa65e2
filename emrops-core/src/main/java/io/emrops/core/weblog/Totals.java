package io.emrops.core.weblog;

/** What a window of time has seen, without its paths. */
final class Totals {
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
    void count(int status, int took, long bytes) {
        requests++;
        if (isServerError(status)) {
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
    }

    void add(Totals more) {
        times.add(more.times);
        requests += more.requests;
        clientErrors += more.clientErrors;
        serverErrors += more.serverErrors;
        sent = plus(sent, more.sent);
        withSent += more.withSent;
        time += more.time;
    }

    static boolean isServerError(int status) {
        return status >= 500 && status < 600;
    }

    /** Of amounts that are not negative; more than fits is as much as fits. */
    private static long plus(long sum, long more) {
        var together = sum + more;
        return together < 0 ? Long.MAX_VALUE : together;
    }
}
