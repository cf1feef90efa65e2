package io.emrops.audit;

import io.emrops.Sensitive;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** An account of a user. */
@Sensitive
public final class Account {
    private final String name;
    private final Optional<String> role;
    private final Optional<Instant> lastLogin;
    private final OptionalLong failedAttempts;

    /** As the table has it. */
    public Account(String name, Optional<String> role, Optional<Instant> lastLogin, OptionalLong failedAttempts) {
        this.name = Objects.requireNonNull(name, "name");
        this.role = Objects.requireNonNull(role, "role");
        this.lastLogin = Objects.requireNonNull(lastLogin, "lastLogin");
        this.failedAttempts = Objects.requireNonNull(failedAttempts, "failedAttempts");
    }

    /** What it is called. */
    public String name() {
        return name;
    }

    /** What it may; empty if that is not known. */
    public Optional<String> role() {
        return role;
    }

    /** When somebody last logged in with it; empty if that is not known, which is not the same as never. */
    public Optional<Instant> lastLogin() {
        return lastLogin;
    }

    /** How many logins have failed since; empty if that is not known. */
    public OptionalLong failedAttempts() {
        return failedAttempts;
    }

    /** Nothing of what is in it. */
    @Override
    public String toString() {
        return "an account";
    }
}
