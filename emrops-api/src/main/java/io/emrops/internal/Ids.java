package io.emrops.internal;

import java.util.regex.Pattern;

/** What an id looks like. */
final class Ids {
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,59}");

    private Ids() {}

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }
}
