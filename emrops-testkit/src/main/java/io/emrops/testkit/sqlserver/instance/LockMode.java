package io.emrops.testkit.sqlserver.instance;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a lock of an application is held ("sp_getapplock (Transact-SQL)", "Transaction locking and row versioning guide"); the later, the stronger. */
public enum LockMode {
    /** Reads something below it. */
    INTENT_SHARED("IntentShared", "IS"),
    /** Reads it. */
    SHARED("Shared", "S"),
    /** Reads it, and may change it. */
    UPDATE("Update", "U"),
    /** Changes something below it. */
    INTENT_EXCLUSIVE("IntentExclusive", "IX"),
    /** Changes it. */
    EXCLUSIVE("Exclusive", "X");

    private final String word;
    private final String letters;

    LockMode(String word, String letters) {
        this.word = word;
        this.letters = letters;
    }

    /** As {@code @LockMode} has it. */
    public String word() {
        return word;
    }

    /** As {@code sys.dm_tran_locks} has it. */
    public String letters() {
        return letters;
    }

    /** The one of this word, in whichever case. */
    public static Optional<LockMode> of(String word) {
        return List.of(values()).stream()
                .filter(mode -> mode.word.toUpperCase(Locale.ROOT).equals(word.toUpperCase(Locale.ROOT)))
                .findFirst();
    }

    /** Whether two sessions can have these two at a time. */
    public boolean goesWith(LockMode other) {
        return switch (this) {
            case INTENT_SHARED -> other != EXCLUSIVE;
            case SHARED -> other == INTENT_SHARED || other == SHARED || other == UPDATE;
            case UPDATE -> other == INTENT_SHARED || other == SHARED;
            case INTENT_EXCLUSIVE -> other == INTENT_SHARED || other == INTENT_EXCLUSIVE;
            case EXCLUSIVE -> false;
        };
    }

    static LockMode strongest(Collection<LockMode> modes) {
        return Collections.max(modes);
    }
}
