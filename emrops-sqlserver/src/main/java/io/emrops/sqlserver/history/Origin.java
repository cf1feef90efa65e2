package io.emrops.sqlserver.history;

import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Of which database a backup set was made, and where.
 *
 * @param server the name that the server had then; empty if it is not recorded
 * @param database what the database was known by from one restore to the next, whatever it was called: "database_guid", in headers "BindingID"
 * @param outlines whether it logged bulk changes in outline only
 */
public record Origin(String server, Optional<UUID> database, boolean outlines) {
    /** Nothing is known of it. */
    public static final Origin UNKNOWN = new Origin("", Optional.empty(), false);

    public Origin {
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(database, "database");
    }

    /** Also if it is not recorded where it was. */
    boolean isFrom(String name) {
        return server.isEmpty() || server.equalsIgnoreCase(name);
    }
}
