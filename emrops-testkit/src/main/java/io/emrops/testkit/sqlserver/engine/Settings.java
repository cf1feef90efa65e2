package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.translation.SessionOptions;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a session has set, and what its last statements have left behind. */
final class Settings {
    /** As of a session of a driver: ANSI settings are on. */
    private static final Set<String> ON_AT_FIRST = Set.of(
            "ANSI_NULLS",
            "ANSI_NULL_DFLT_ON",
            "ANSI_PADDING",
            "ANSI_WARNINGS",
            "ARITHABORT",
            "CONCAT_NULL_YIELDS_NULL",
            "QUOTED_IDENTIFIER");

    private final Set<String> on = new HashSet<>(ON_AT_FIRST);
    private SessionOptions options = SessionOptions.NONE;
    private int lockTimeout = -1;
    private long rowCount;
    private int error;
    private @Nullable BigDecimal scopeIdentity;
    private @Nullable BigDecimal lastIdentity;

    boolean isOn(String setting) {
        return on.contains(setting);
    }

    void set(String setting, boolean now) {
        if (now) {
            on.add(setting);
        } else {
            on.remove(setting);
        }
    }

    SessionOptions options() {
        return options;
    }

    void options(SessionOptions now) {
        options = now;
    }

    /** In milliseconds; -1 is for ever. */
    int lockTimeout() {
        return lockTimeout;
    }

    void lockTimeout(int now) {
        lockTimeout = now;
    }

    long rowCount() {
        return rowCount;
    }

    void rowCount(long now) {
        rowCount = now;
    }

    int error() {
        return error;
    }

    void error(int now) {
        error = now;
    }

    @Nullable
    BigDecimal scopeIdentity() {
        return scopeIdentity;
    }

    void scopeIdentity(@Nullable BigDecimal now) {
        scopeIdentity = now;
    }

    @Nullable
    BigDecimal lastIdentity() {
        return lastIdentity;
    }

    void identity(BigDecimal now) {
        scopeIdentity = now;
        lastIdentity = now;
    }

    /** {@code @@OPTIONS} ("Configure the user options server configuration option"). */
    int bits() {
        var bits = 0;
        bits |= isOn("IMPLICIT_TRANSACTIONS") ? 2 : 0;
        bits |= isOn("CURSOR_CLOSE_ON_COMMIT") ? 4 : 0;
        bits |= isOn("ANSI_WARNINGS") ? 8 : 0;
        bits |= isOn("ANSI_PADDING") ? 16 : 0;
        bits |= isOn("ANSI_NULLS") ? 32 : 0;
        bits |= isOn("ARITHABORT") ? 64 : 0;
        bits |= isOn("ARITHIGNORE") ? 128 : 0;
        bits |= isOn("QUOTED_IDENTIFIER") ? 256 : 0;
        bits |= isOn("NOCOUNT") ? 512 : 0;
        bits |= isOn("ANSI_NULL_DFLT_ON") ? 1024 : 0;
        bits |= isOn("ANSI_NULL_DFLT_OFF") ? 2048 : 0;
        bits |= isOn("CONCAT_NULL_YIELDS_NULL") ? 4096 : 0;
        bits |= isOn("NUMERIC_ROUNDABORT") ? 8192 : 0;
        bits |= isOn("XACT_ABORT") ? 16384 : 0;
        return bits;
    }

    /** What a text that is run inside of another may change for itself alone. */
    record Saved(Set<String> on, int lockTimeout, @Nullable BigDecimal scopeIdentity) {}

    Saved saved() {
        return new Saved(Set.copyOf(on), lockTimeout, scopeIdentity);
    }

    void restore(Saved before) {
        on.clear();
        on.addAll(before.on);
        lockTimeout = before.lockTimeout;
        scopeIdentity = before.scopeIdentity;
    }

    /** As after the login. */
    void reset() {
        on.clear();
        on.addAll(ON_AT_FIRST);
        options = SessionOptions.NONE;
        lockTimeout = -1;
        rowCount = 0;
        error = 0;
        scopeIdentity = null;
        lastIdentity = null;
    }
}
