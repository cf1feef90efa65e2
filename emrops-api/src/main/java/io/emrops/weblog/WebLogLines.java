package io.emrops.weblog;

/**
 * What became of the lines that were read; each is one of these. A last line whose end is not written yet is none.
 *
 * @param requests counted
 * @param outside requests of other times than were asked for
 * @param directives lines of the log about itself, and empty ones
 * @param unreadable neither: torn by a crash, too long, or without the fields that are needed
 */
public record WebLogLines(long requests, long outside, long directives, long unreadable) {
    public WebLogLines {
        if (requests < 0 || outside < 0 || directives < 0 || unreadable < 0) {
            throw new IllegalArgumentException(
                    "Lines are not negative: " + requests + ", " + outside + ", " + directives + ", " + unreadable);
        }
    }

    /** All of them. */
    public long total() {
        return requests + outside + directives + unreadable;
    }
}
