package io.emrops.iis.release;

import java.util.Optional;
import java.util.regex.Pattern;

/** The first line of a manifest. */
record Header(long files, long bytes) {
    private static final Pattern FORM = Pattern.compile("emrops-release 1 ([0-9]{1,9}) ([0-9]{1,15})");

    /** Empty if it is none. */
    static Optional<Header> parse(String line) {
        var parts = FORM.matcher(line);
        return parts.matches()
                ? Optional.of(new Header(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2))))
                : Optional.empty();
    }
}
