package io.emrops.database;

import java.util.Objects;

/**
 * What is wanted of a database's administrator.
 *
 * @param database of which
 * @param login its name, on the server and in the database
 * @param role of the database that makes an administrator, such as {@code db_owner}
 * @param operationKey names the making, so that it can be recognised after a crash and undone; empty to preview
 */
public record AdministratorRequest(String database, String login, String role, String operationKey) {
    /** @throws IllegalArgumentException if one of the first three is blank */
    public AdministratorRequest {
        requireText("database", database);
        requireText("login", login);
        requireText("role", role);
        Objects.requireNonNull(operationKey, "operationKey");
    }

    /** What the secret is for, as it is delivered: {@code EMRNext/emr_admin}. */
    public String purpose() {
        return database + "/" + login;
    }

    private static void requireText(String what, String value) {
        if (Objects.requireNonNull(value, what).isBlank()) {
            throw new IllegalArgumentException("The " + what + " of an administrator must not be blank");
        }
    }
}
