package io.emrops.core.weblog;

import io.emrops.weblog.WebLogPosition;
import java.io.IOException;

/**
 * What a {@link WebLogPosition} says of its lines, and of the file they were in: {@code @identity} before the fields. Without an identity, as in positions that were kept
 * by earlier versions, any file of that name is taken for the same.
 */
record Place(String identity, String fields) {
    private static final char MARK = '@';

    static Place of(WebLogPosition position) {
        var text = position.fields();
        if (text.isEmpty() || text.charAt(0) != MARK) {
            return new Place("", text);
        }
        var blank = text.indexOf(' ');
        return blank < 0
                ? new Place(text.substring(1), "")
                : new Place(text.substring(1, blank), text.substring(blank + 1));
    }

    static WebLogPosition position(String name, LogFile file, long offset, Layout layout) throws IOException {
        // What was read is what is recognised: a file is known by bytes before the place.
        var identity = offset < LogFile.FIRST ? "" : file.identity();
        return new WebLogPosition(
                name, offset, identity.isEmpty() ? layout.text() : MARK + identity + ' ' + layout.text());
    }

    /** Whether this is the file that the place was in, and not another one of its name. */
    boolean isIn(LogFile file) throws IOException {
        return identity.isEmpty() || identity.equals(file.identity());
    }
}
