package io.emrops.core.weblog;

import io.emrops.weblog.WebLogQuery;

/** The windows of a query, in seconds since 1970. */
record Span(long from, long until, long window) {
    static Span of(WebLogQuery query) {
        return new Span(
                query.from().getEpochSecond(),
                query.until().getEpochSecond(),
                query.window().toSeconds());
    }

    /** The number of the window that this second is of; -1 if it is of none. */
    int index(long second) {
        return second < from || second >= until ? -1 : (int) ((second - from) / window);
    }
}
