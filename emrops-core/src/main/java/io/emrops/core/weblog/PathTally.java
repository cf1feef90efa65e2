package io.emrops.core.weblog;

/**
 * What a path has seen.
 *
 * @param time of all requests, in milliseconds
 * @param longest in milliseconds
 */
record PathTally(long requests, long errors, long time, int longest) {
    PathTally plus(PathTally more) {
        return new PathTally(
                requests + more.requests, errors + more.errors, time + more.time, Math.max(longest, more.longest));
    }
}
