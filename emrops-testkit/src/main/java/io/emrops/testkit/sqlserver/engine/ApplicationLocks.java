package io.emrops.testkit.sqlserver.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The locks of {@code sp_getapplock}, by database and name ("sp_getapplock (Transact-SQL)"). */
final class ApplicationLocks {
    private final Map<String, List<Held>> held = new HashMap<>();

    /** How strong it is. */
    enum Mode {
        INTENT_SHARED("IntentShared"),
        SHARED("Shared"),
        UPDATE("Update"),
        INTENT_EXCLUSIVE("IntentExclusive"),
        EXCLUSIVE("Exclusive");

        private final String word;

        Mode(String word) {
            this.word = word;
        }

        static Optional<Mode> of(String word) {
            for (var mode : values()) {
                if (mode.word.equalsIgnoreCase(word)) {
                    return Optional.of(mode);
                }
            }
            return Optional.empty();
        }

        boolean goesWith(Mode other) {
            return switch (this) {
                case INTENT_SHARED -> other != EXCLUSIVE;
                case SHARED -> other == INTENT_SHARED || other == SHARED || other == UPDATE;
                case UPDATE -> other == INTENT_SHARED || other == SHARED;
                case INTENT_EXCLUSIVE -> other == INTENT_SHARED || other == INTENT_EXCLUSIVE;
                case EXCLUSIVE -> false;
            };
        }
    }

    private record Held(int spid, boolean ofTransaction, Mode mode) {}

    /** Takes it; false if another session is in the way. */
    synchronized boolean take(int spid, String resource, Mode mode, boolean ofTransaction) {
        var others = held.computeIfAbsent(key(resource), name -> new ArrayList<>());
        for (var other : others) {
            if (other.spid != spid && !other.mode.goesWith(mode)) {
                return false;
            }
        }
        others.add(new Held(spid, ofTransaction, mode));
        return true;
    }

    /** Gives one back; false if there is none. */
    synchronized boolean release(int spid, String resource, boolean ofTransaction) {
        var all = held.getOrDefault(key(resource), new ArrayList<>());
        for (var one : all) {
            if (one.spid == spid && one.ofTransaction == ofTransaction) {
                all.remove(one);
                return true;
            }
        }
        return false;
    }

    synchronized void releaseThoseOfTransaction(int spid) {
        held.values().forEach(all -> all.removeIf(one -> one.spid == spid && one.ofTransaction));
    }

    synchronized void releaseAll(int spid) {
        held.values().forEach(all -> all.removeIf(one -> one.spid == spid));
    }

    private static String key(String resource) {
        return resource.toUpperCase(Locale.ROOT);
    }
}
