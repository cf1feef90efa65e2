package io.emrops.examples.guide;

import io.emrops.OutcomeUnknownException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What an operation of the guide works on: flags in memory. */
final class FlagServer {
    private final Map<String, Boolean> flags = new HashMap<>();
    private final Map<String, String> keys = new HashMap<>();
    private boolean losesNextAnswer;

    String name() {
        return "flags.hospital.example";
    }

    String serialNumber() {
        return "FS-0042";
    }

    synchronized boolean get(String flag) {
        return flags.getOrDefault(flag, false);
    }

    synchronized void set(String flag, boolean value, String key) {
        flags.put(flag, value);
        keys.put(flag, key);
        if (losesNextAnswer) {
            losesNextAnswer = false;
            throw new OutcomeUnknownException("the connection to " + name() + " was lost");
        }
    }

    synchronized Optional<String> lastKey(String flag) {
        return Optional.ofNullable(keys.get(flag));
    }

    synchronized void loseNextAnswer() {
        losesNextAnswer = true;
    }
}
