package io.emrops.core.weblog;

import io.emrops.weblog.WebLogLines;

/** See {@link WebLogLines}. */
record Lines(long requests, long outside, long directives, long unreadable) {
    static final Lines NONE = new Lines(0, 0, 0, 0);

    Lines plus(Lines more) {
        return new Lines(
                requests + more.requests,
                outside + more.outside,
                directives + more.directives,
                unreadable + more.unreadable);
    }

    WebLogLines told() {
        return new WebLogLines(requests, outside, directives, unreadable);
    }
}
