package io.emrops.iis;

import java.util.Locale;

/** Whether a site or a pool runs. */
public enum RunningState {
    /** It takes requests. */
    STARTED,
    /** On its way there. */
    STARTING,
    /** It takes no requests. */
    STOPPED,
    /** On its way there; requests may still be served to their end. */
    STOPPING,
    /** IIS does not say, as when its services are not running. */
    UNKNOWN;

    static RunningState of(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "started" -> STARTED;
            case "starting" -> STARTING;
            case "stopped" -> STOPPED;
            case "stopping" -> STOPPING;
            default -> UNKNOWN;
        };
    }

    /** As people say it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
