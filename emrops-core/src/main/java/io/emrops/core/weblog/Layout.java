package io.emrops.core.weblog;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Which column of a line holds what, by the last {@code #Fields} before it. A column that is not logged is -1.
 *
 * @param text the directive without its name, as it was written
 * @param columns how many there are; 0 if lines cannot be read
 */
record Layout(
        String text,
        int columns,
        int date,
        int time,
        int method,
        int path,
        int status,
        int substatus,
        int win32,
        int sent,
        int took) {
    static final String DIRECTIVE = "#Fields:";
    static final Layout NONE = new Layout("", 0, -1, -1, -1, -1, -1, -1, -1, -1, -1);

    /** More than any server logs. */
    static final int MOST_COLUMNS = 64;

    /** @param fields what stands after {@code #Fields:} */
    static Layout of(String fields) {
        var names = Arrays.asList(fields.strip().split("\\s+"));
        var layout = new Layout(
                fields.strip(),
                names.size(),
                names.indexOf("date"),
                names.indexOf("time"),
                names.indexOf("cs-method"),
                names.indexOf("cs-uri-stem"),
                names.indexOf("sc-status"),
                names.indexOf("sc-substatus"),
                names.indexOf("sc-win32-status"),
                names.indexOf("sc-bytes"),
                names.indexOf("time-taken"));
        var needed = List.of(layout.date, layout.time, layout.path, layout.status);
        return Collections.min(needed) < 0 || names.size() > MOST_COLUMNS ? NONE : layout;
    }
}
