package io.emrops.testkit.sqlserver.view;

import io.emrops.testkit.sqlserver.instance.Caller;
import io.emrops.testkit.sqlserver.instance.Instance;
import java.time.Instant;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Who looks at a view, and from where.
 *
 * @param database in which the view is looked at; another one than the session's if the name of the view says so
 */
public record Viewer(Instance instance, Caller caller, String database, Tables tables) {
    /** From the database that the session is in. */
    public static Viewer of(Instance instance, Caller caller, Tables tables) {
        return new Viewer(instance, caller, caller.database(), tables);
    }

    /** The same, looking at the views of another database. */
    public Viewer in(String otherDatabase) {
        return new Viewer(instance, caller, otherDatabase, tables);
    }

    /** A time in the server's zone. */
    LocalDateTime local(Instant time) {
        return LocalDateTime.ofInstant(time, instance.zone());
    }

    @Nullable
    LocalDateTime localOrNull(@Nullable Instant time) {
        return time == null ? null : local(time);
    }
}
