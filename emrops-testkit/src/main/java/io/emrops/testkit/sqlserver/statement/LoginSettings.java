package io.emrops.testkit.sqlserver.statement;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What {@code CREATE LOGIN} and {@code ALTER LOGIN} say behind {@code WITH}. Does not print its password. */
public final class LoginSettings {
    final String password;
    boolean mustChange;

    @Nullable
    String sid;

    @Nullable
    String database;

    @Nullable
    Boolean checkExpiration;

    @Nullable
    Boolean checkPolicy;

    LoginSettings(String password) {
        this.password = password;
    }

    /** The new password. */
    public String password() {
        return password;
    }

    /** Whether it has to be changed at the next login. */
    public boolean mustChange() {
        return mustChange;
    }

    /** The hexadecimal digits of the security identifier, in lower case, if one is said. */
    public Optional<String> sid() {
        return Optional.ofNullable(sid).map(digits -> digits.toLowerCase(Locale.ROOT));
    }

    /** Where its sessions begin, if it is said. */
    public Optional<String> database() {
        return Optional.ofNullable(database);
    }

    /** {@code CHECK_EXPIRATION}, if it is said. */
    public Optional<Boolean> checkExpiration() {
        return Optional.ofNullable(checkExpiration);
    }

    /** {@code CHECK_POLICY}, if it is said. */
    public Optional<Boolean> checkPolicy() {
        return Optional.ofNullable(checkPolicy);
    }

    @Override
    public String toString() {
        return "WITH PASSWORD = ***";
    }
}
