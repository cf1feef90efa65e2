package io.emrops.windows.eventlog;

import java.util.Objects;
import java.util.regex.Pattern;

/** Names that event logs can have, by "ChannelType Complex Type" of the vendor's event manifest schema. */
final class LogNames {
    private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}<>&\"|\\\\:`?*]{1,255}");
    /** Its record ids are those of the hosts from which its events came. */
    private static final String FORWARDED = "ForwardedEvents";

    private LogNames() {}

    static String require(String name) {
        if (!NAME.matcher(Objects.requireNonNull(name, "log")).matches() || name.isBlank()) {
            throw new IllegalArgumentException("An event log has a name such as Application");
        }
        if (name.equalsIgnoreCase(FORWARDED)) {
            throw new IllegalArgumentException(
                    FORWARDED + " has the record ids of other hosts, so there are no pages of it");
        }
        return name;
    }
}
