package io.emrops.recovery;

import io.emrops.Check;
import io.emrops.Done;
import io.emrops.Finding;
import io.emrops.Operation;
import io.emrops.StepContext;
import io.emrops.Value;
import java.time.Instant;

/**
 * Steps and checks over a {@link RecoveryProvider}.
 *
 * <pre>{@code
 * var plan = rb.step("plan", "Find the backups", Recoveries.planInPlace(sql, "EMRNext", moment));
 * var secured = rb.step("secure", "Close the database", Recoveries.secure(sql, plan));
 * rb.step("restore", "Restore", Recoveries.restore(sql, plan, secured));
 * rb.step("open", "Open the database", Recoveries.open(sql, plan, secured));
 * rb.verify("sound", "The database is sound", Recoveries.isSound(sql, "EMRNext"));
 * }</pre>
 *
 * <p>All steps but the first may be cut off at any moment: they are run again and go on from where the system stands.
 */
public final class Recoveries {
    private Recoveries() {}

    /** Finds out which backups bring the database back to the moment; touches nothing. The database itself is overwritten. */
    public static Operation<RecoveryPlan> planInPlace(
            RecoveryProvider provider, String database, Value<Instant> moment) {
        return new PlanRecovery(
                provider,
                in -> RecoveryRequest.inPlace(database, in.get(moment)),
                "Plan the recovery of " + database + " to {" + moment.id() + "}");
    }

    /** Finds out which backups give a new database beside it, of the moment; touches nothing. */
    public static Operation<RecoveryPlan> planBeside(
            RecoveryProvider provider, String database, Value<Instant> moment, String into) {
        return new PlanRecovery(
                provider,
                in -> RecoveryRequest.beside(database, in.get(moment), into),
                "Plan the recovery of " + database + " to {" + moment.id() + "} as " + into);
    }

    /** Closes the database to its users and backs up the end of its log; undone by opening it as it was, with nothing lost. */
    public static Operation<Secured> secure(RecoveryProvider provider, Value<RecoveryPlan> plan) {
        return new Secure(provider, plan);
    }

    /** Restores everything up to the moment; the database stays closed. */
    public static Operation<Done> restore(RecoveryProvider provider, Value<RecoveryPlan> plan, Value<Secured> secured) {
        return new Restore(provider, plan, secured);
    }

    /** Opens the database if it is at the moment, and refuses if it is not. */
    public static Operation<Recovered> open(
            RecoveryProvider provider, Value<RecoveryPlan> plan, Value<Secured> secured) {
        return new Open(provider, plan, secured);
    }

    /** The database's integrity was checked, and nothing is wrong with it. What could not be checked is not ok. */
    public static Check isSound(RecoveryProvider provider, String database) {
        return described(
                "The integrity of " + database + " is checked",
                run -> provider.checkIntegrity(database, run.progress()));
    }

    static Check described(String what, Check check) {
        return new Check() {
            @Override
            public Finding check(StepContext run) throws Exception {
                return check.check(run);
            }

            @Override
            public String describe() {
                return what;
            }
        };
    }
}
