package io.emrops.database;

import io.emrops.Check;
import io.emrops.Done;
import io.emrops.Finding;
import io.emrops.Operation;
import io.emrops.StepContext;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Steps and checks over a {@link Database}, its {@link SchemaMigrations} and its {@link DatabaseAdmin}.
 *
 * <pre>{@code
 * rb.step("migrate", "Migrate the schema", Databases.migrate(migrations)).inDoubt(probe())
 *         .nothingToUndo("migrations only add; the previous version runs on the new schema");
 * rb.verify("migrated", "The schema is current", Databases.isCurrent(migrations));
 * rb.require("none", "There is no administrator yet", Databases.hasNoAdministrator(admin, "EMRNext"));
 * rb.step("admin", "Make the first administrator", Databases.firstAdministrator(admin, "EMRNext", "emr_admin", delivery))
 *         .inDoubt(probe());
 * rb.verify("one", "There is one administrator", Databases.hasOnlyAdministrator(admin, "EMRNext", "emr_admin"));
 * }</pre>
 */
public final class Databases {
    /** The role by which somebody administers a database, if nobody says another. */
    private static final String OWNER = "db_owner";

    private static final int NAMES = 20;

    private Databases() {}

    /**
     * Applies the pending migrations. Whether they can be taken back depends on what is in them, so the step states it. If the step is in doubt, the
     * history in the database tells: state {@link io.emrops.InDoubt#probe()}.
     */
    public static Operation<SchemaState> migrate(SchemaMigrations migrations) {
        return new Migrate(Objects.requireNonNull(migrations, "migrations"));
    }

    /** All migrations are in the schema, and nothing is wrong with them. */
    public static Check isCurrent(SchemaMigrations migrations) {
        return Check.of("All migrations are in the schema", run -> {
            var now = migrations.state();
            var version = "the schema is at version " + (now.version().isEmpty() ? "none" : now.version());
            if (now.migrations().isEmpty()) {
                return Finding.notOk(version + "; no migration was found");
            }
            if (now.isCurrent()) {
                return Finding.ok(
                        version + ", with " + now.migrations().size() + " migrations applied and none pending");
            }
            var pending = now.in(Migration.State.PENDING);
            var words = pending.isEmpty() ? "" : pending.size() + " pending, from " + pending.get(0) + " on";
            var troubles = Migrate.troubles(now);
            return Finding.notOk(
                    version + "; " + words + (words.isEmpty() || troubles.isEmpty() ? "" : "; ") + troubles);
        });
    }

    /** The history and the migrations fit together, whether or not there are some to come. */
    public static Check isMigratable(SchemaMigrations migrations) {
        return Check.of("The schema is as its migrations say", run -> {
            var now = migrations.state();
            if (now.migrations().isEmpty()) {
                return Finding.notOk(Migrate.NONE);
            }
            return now.isBroken()
                    ? Finding.notOk(Migrate.troubles(now))
                    : Finding.ok(now.in(Migration.State.PENDING).size() + " migrations are pending, of "
                            + now.migrations().size());
        });
    }

    /**
     * Makes the first administrator of a database, as the role {@code db_owner}, with a one-time secret; as {@link
     * DatabaseAdmin#createFirst}. Undoing removes it if this step has made it. If the step is in doubt, the server is asked: state {@link
     * io.emrops.InDoubt#probe()}.
     */
    public static Operation<Administrator> firstAdministrator(
            DatabaseAdmin admin, String database, String login, SecretDelivery delivery) {
        return firstAdministrator(admin, database, login, OWNER, delivery);
    }

    /** The same, by another role of the database. */
    public static Operation<Administrator> firstAdministrator(
            DatabaseAdmin admin, String database, String login, String role, SecretDelivery delivery) {
        return new FirstAdministrator(
                Objects.requireNonNull(admin, "admin"),
                new AdministratorRequest(database, login, role, ""),
                Objects.requireNonNull(delivery, "delivery"));
    }

    /**
     * Makes a one-time secret and delivers it, for a step that hands it on, such as a command that makes an application's own administrator and reads the
     * secret from its input. Safe to repeat as long as nobody has used the secret, so state {@link io.emrops.InDoubt#rerun}. Undoing withdraws it.
     *
     * @param purpose what it opens, such as {@code scheduler/admin}
     */
    public static Operation<Done> oneTimeSecret(String purpose, SecretDelivery delivery) {
        return new MakeSecret(Objects.requireNonNull(purpose, "purpose"), Objects.requireNonNull(delivery, "delivery"));
    }

    /** Nobody administers the database yet but the system's own account of owners. */
    public static Check hasNoAdministrator(DatabaseAdmin admin, String database) {
        return Check.of("Nobody administers " + database + " yet", run -> {
            var all = admin.administrators(database, OWNER);
            return all.isEmpty()
                    ? Finding.ok(database + " has no administrator")
                    : Finding.notOk(database + " has " + all.size() + " administrators: " + names(all));
        });
    }

    /** This login administers the database, and no other does. */
    public static Check hasOnlyAdministrator(DatabaseAdmin admin, String database, String login) {
        return Check.of(login + " administers " + database + ", and nobody else does", run -> {
            var all = admin.administrators(database, OWNER);
            return all.size() == 1 && all.get(0).equalsIgnoreCase(login)
                    ? Finding.ok(login + " administers " + database)
                    : Finding.notOk(database + " is administered by " + (all.isEmpty() ? "nobody" : names(all)));
        });
    }

    private static String names(List<String> all) {
        return String.join(", ", all.subList(0, Math.min(NAMES, all.size()))) + (all.size() > NAMES ? ", …" : "");
    }

    /**
     * The database answers within this time, connecting included.
     *
     * @param atMost positive
     */
    public static Check answersWithin(Database database, Duration atMost) {
        return new Check() {
            @Override
            public Finding check(StepContext run) {
                var took = database.ping();
                var text = database.target().name() + " answered in " + took.toMillis() + " ms";
                return took.compareTo(atMost) <= 0
                        ? Finding.ok(text)
                        : Finding.notOk(text + ", more than the " + atMost.toMillis() + " ms allowed");
            }

            @Override
            public String describe() {
                return "The database answers within " + atMost.toMillis() + " ms";
            }
        };
    }
}
