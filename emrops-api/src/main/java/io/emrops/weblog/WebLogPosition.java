package io.emrops.weblog;

import java.util.Objects;

/**
 * A place between two lines of the logs, to go on from. Keep it as text or as JSON; it stays good when logs grow and when the server begins new files.
 *
 * @param file the name of the file; empty for the begin of the oldest one
 * @param offset in bytes
 * @param fields what the lines at this place consist of, as the source has it; empty if it is to look
 */
public record WebLogPosition(String file, long offset, String fields) {
    private static final WebLogPosition START = new WebLogPosition("", 0, "");

    public WebLogPosition {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(fields, "fields");
        if (offset < 0) {
            throw new IllegalArgumentException("An offset is not negative: " + offset);
        }
    }

    /** Before the first line of the oldest file. */
    public static WebLogPosition start() {
        return START;
    }
}
