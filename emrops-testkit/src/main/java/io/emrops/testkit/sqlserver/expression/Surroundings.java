package io.emrops.testkit.sqlserver.expression;

import io.emrops.testkit.sqlserver.script.SqlError;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a statement finds when it runs: the session and the server. The same for the whole statement. */
public interface Surroundings {
    /** 13 is SQL Server 2016. */
    int majorVersion();

    /** The database that the session is in. */
    String database();

    /** When the statement began, by the server's clock, at the offset of its zone. */
    OffsetDateTime now();

    /** A variable or parameter, with its {@code @}, in whichever case; empty if it is not declared (error 137). */
    Optional<Known> variable(String name);

    /** {@code @@NAME}; empty if there is none that is played. */
    Optional<Known> global(String name);

    /**
     * A function that asks the server or the session and whose arguments are constants: {@code DB_NAME()}, {@code OBJECT_ID('t')},
     * {@code SERVERPROPERTY('Edition')}, {@code SCOPE_IDENTITY()}, {@code ERROR_MESSAGE()}.
     *
     * @param name in upper case
     * @return empty if it is none of these
     */
    Optional<Known> function(String name, List<@Nullable Object> arguments);

    /** The message of this number, with its values; state 1. */
    SqlError message(int number, Object... values);
}
