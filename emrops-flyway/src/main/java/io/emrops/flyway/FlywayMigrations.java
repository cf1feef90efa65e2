package io.emrops.flyway;

import io.emrops.EmropsException;
import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.database.Database;
import io.emrops.database.Migration;
import io.emrops.database.Migration.State;
import io.emrops.database.SchemaMigrations;
import io.emrops.database.SchemaState;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jspecify.annotations.Nullable;

/**
 * Migrations by Flyway, as the caller has configured it.
 *
 * <pre>{@code
 * var migrations = FlywayMigrations.of(
 *         Flyway.configure().dataSource(dataSource).locations("filesystem:/srv/emrnext/migrations").load(),
 *         sql.database("EMRNext"));
 * rb.step("migrate", "Migrate the schema", Databases.migrate(migrations)).inDoubt(probe())
 *         .nothingToUndo("migrations only add; the previous version runs on the new schema");
 * }</pre>
 *
 * <p>Migrations are applied on the caller's thread, and an interrupt does not stop one: give the statements timeouts where they need them. Flyway
 * logs on its own account, statements that failed and messages of the server among it, which can quote rows: set its logger {@code
 * org.flywaydb} to a place where that may be. What is thrown here holds none of that.
 */
public final class FlywayMigrations implements SchemaMigrations {
    private final Flyway flyway;
    private final Database database;

    private FlywayMigrations(Flyway flyway, Database database) {
        this.flyway = Objects.requireNonNull(flyway, "flyway");
        this.database = Objects.requireNonNull(database, "database");
    }

    /**
     * The migrations of a database.
     *
     * @param flyway its settings stay the caller's: a later change of them is not seen
     * @param database the same that Flyway's data source leads to; Flyway has no way to ask a database who it is
     */
    public static FlywayMigrations of(Flyway flyway, Database database) {
        return new FlywayMigrations(flyway, database);
    }

    @Override
    public Target target() {
        return database.target();
    }

    @Override
    public SchemaState state() {
        try {
            return History.of(flyway.info());
        } catch (FlywayException e) {
            var sql = sqlReason(e);
            if (sql.isEmpty()) {
                throw new PreconditionFailedException(
                        "The migrations of " + target().name() + " cannot be read (" + words(e)
                                + "); nothing was changed",
                        null,
                        target());
            }
            throw new TargetUnavailableException(
                    target().name() + " cannot be asked for its migrations: " + words(e) + "; nothing was changed",
                    null,
                    target());
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws InterruptedException if the thread was interrupted before anything was done
     */
    @Override
    public SchemaState migrate(Progress progress) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("Interrupted before the first migration; nothing was changed");
        }
        var before = state();
        if (before.migrations().isEmpty()) {
            throw new PreconditionFailedException(
                    "No migration was found: neither in the schema of " + target().name()
                            + " nor where they are looked for; nothing was changed",
                    null,
                    target());
        }
        var watch = new Watch(progress, before.in(State.PENDING).size());
        var settings = flyway.getConfiguration();
        var callbacks = Arrays.copyOf(settings.getCallbacks(), settings.getCallbacks().length + 1);
        callbacks[callbacks.length - 1] = watch;
        try {
            Flyway.configure(settings.getClassLoader())
                    .configuration(settings)
                    .callbacks(callbacks)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw failed(e, watch, before);
        }
        return state();
    }

    private EmropsException failed(FlywayException failure, Watch watch, SchemaState before) {
        var reason = words(failure);
        if (failure instanceof FlywayValidateException) {
            return new PreconditionFailedException(
                    "The history of " + target().name() + " and the migrations do not fit together (" + reason
                            + "); nothing was changed",
                    null,
                    target());
        }
        var sql = sqlReason(failure);
        var lost = sql.map(SQLException::getSQLState).filter(state -> state.startsWith("08"));
        if (watch.running().isEmpty()) {
            return lost.isPresent() || sql.isEmpty()
                    ? new TargetUnavailableException(
                            "The migrations of " + target().name() + " were not begun: " + reason, null, target())
                    : new StepFailedException(
                            "The migrations of " + target().name() + " were not begun: " + reason,
                            null,
                            target(),
                            vendorCode(sql));
        }
        var running = watch.running().get();
        var which = "Migration " + running + " of " + target().name();
        var after = stateNow();
        var applied = after.map(now -> newlyApplied(before, now));
        var count = applied.map(names ->
                        names.stream().filter(name -> !name.equals(running)).count() + " before it were applied")
                .orElse("how many before it were applied is not known");
        if (lost.isPresent()) {
            return new OutcomeUnknownException(
                    which + ": the connection was lost (" + reason + "); " + count
                            + ". Ask the history before anything else",
                    null,
                    target());
        }
        if (applied.filter(names -> names.contains(running)).isPresent()) {
            return new StepFailedException(
                    which + " is applied, and behind it something failed: " + reason + ". " + count,
                    null,
                    target(),
                    vendorCode(sql));
        }
        return new StepFailedException(
                which + " failed: " + reason + "; " + count + ". " + whatIsLeft(running, after),
                null,
                target(),
                vendorCode(sql));
    }

    /** Empty if the history does not answer. */
    private Optional<SchemaState> stateNow() {
        try {
            return Optional.of(state());
        } catch (EmropsException e) {
            return Optional.empty();
        }
    }

    private static List<String> newlyApplied(SchemaState before, SchemaState now) {
        var pending = before.in(State.PENDING).stream().map(Migration::toString).toList();
        return now.in(State.APPLIED).stream()
                .map(Migration::toString)
                .filter(pending::contains)
                .toList();
    }

    /** Which is what the database can do: some take back the definition of a table, some do not. */
    private static String whatIsLeft(String running, Optional<SchemaState> after) {
        if (after.isEmpty()) {
            return "What became of its own changes is not known: the database does not answer";
        }
        var now = after.get();
        if (!now.in(State.FAILED).isEmpty()) {
            return "The history has it as failed: some of what it did may be there. Put that right by hand, then repair the history";
        }
        return now.in(State.PENDING).stream().anyMatch(each -> each.toString().equals(running))
                ? "Its own changes were rolled back, as far as the database rolls back what it did; it is pending"
                : "What became of its own changes is not known";
    }

    private static Optional<SQLException> sqlReason(Throwable failure) {
        for (@Nullable Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof SQLException sql) {
                return Optional.of(sql);
            }
        }
        return Optional.empty();
    }

    /** Numbers and kinds; texts of Flyway quote statements, those of servers rows. */
    private static String words(FlywayException failure) {
        var kind = String.valueOf(failure.getErrorCode());
        return sqlReason(failure)
                .map(sql -> "SQLSTATE " + sqlState(sql) + ", number " + sql.getErrorCode())
                .orElse(kind.matches("[A-Z_]{1,60}") ? kind : failure.getClass().getSimpleName());
    }

    private static String sqlState(SQLException failure) {
        var state = failure.getSQLState();
        return state != null && state.matches("[0-9A-Z]{5}") ? state : "unknown";
    }

    private static @Nullable String vendorCode(Optional<SQLException> failure) {
        return failure.map(sql -> Integer.toString(sql.getErrorCode())).orElse(null);
    }
}
