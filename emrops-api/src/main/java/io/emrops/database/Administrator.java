package io.emrops.database;

import java.util.Objects;

/**
 * An administrator of a database, as the server has it. Its secret is nowhere in here.
 *
 * @param database of which
 * @param login its name
 * @param role by which it is one
 * @param made whether it was made under the key that is asked for; if not, it was there before
 * @param secretUsed whether somebody has logged in with the one-time secret and replaced it; false if it is not known
 */
public record Administrator(String database, String login, String role, boolean made, boolean secretUsed) {
    public Administrator {
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(login, "login");
        Objects.requireNonNull(role, "role");
    }
}
