package io.emrops.recovery;

import io.emrops.Check;
import io.emrops.Done;
import io.emrops.Finding;
import io.emrops.InDoubt;
import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.PreconditionFailedException;
import io.emrops.Value;
import io.emrops.internal.Words;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.function.Function;

/**
 * Steps and checks over a {@link RecoveryProvider}.
 *
 * <pre>{@code
 * rb.require("reach", "The moment can be reached", Recoveries.canReachInPlace(sql, "EMRNext", moment));
 * var plan = rb.step("plan", "Find the backups", Recoveries.planInPlace(sql, "EMRNext", moment)).inDoubt(rerun());
 * var secured = rb.step("secure", "Close the database", Recoveries.secure(sql, plan)).inDoubt(rerun());
 * var restored = rb.step("restore", "Restore", Recoveries.restore(sql, plan, secured)).inDoubt(rerun());
 * rb.step("open", "Open the database", Recoveries.open(sql, plan, secured)).needs(restored).inDoubt(rerun());
 * rb.verify("sound", "The database is sound", Recoveries.isSound(sql, "EMRNext"));
 * }</pre>
 *
 * <p>Each step may be cut off at any moment: it is run again and goes on from where the system stands, so state {@link
 * InDoubt#rerun}. Between the plan and {@link #secure} nobody should have to be waited for: a log backup that is made in
 * between makes a plan that goes to the end of the log out of date, and is then refused.
 */
public final class Recoveries {
    private Recoveries() {}

    /**
     * The moment can be reached, and what would be missing then; touches nothing. What was found is not what is restored:
     * that is planned when it begins.
     */
    public static Check canReachInPlace(RecoveryProvider provider, String database, Value<Instant> moment) {
        return canReachMoment(provider, database, moment, in -> RecoveryRequest.inPlace(database, in.get(moment)));
    }

    /** The same for a new database beside it. */
    public static Check canReachBeside(RecoveryProvider provider, String database, Value<Instant> moment, String into) {
        return canReachMoment(provider, database, moment, in -> RecoveryRequest.beside(database, in.get(moment), into));
    }

    private static Check canReachMoment(
            RecoveryProvider provider,
            String database,
            Value<Instant> moment,
            Function<Inputs, RecoveryRequest> request) {
        return canReach(provider, "The state of " + database + " of {" + moment.id() + "} can be restored", request);
    }

    /** The same of any request, such as one to the end of a chosen backup; {@code describe} is for the document. */
    public static Check canReach(
            RecoveryProvider provider, String describe, Function<Inputs, RecoveryRequest> request) {
        return Check.of(describe, run -> {
            try {
                var plan = provider.plan(request.apply(run));
                return new Finding(
                        true,
                        plan.request().result() + " can have the state of "
                                + plan.request().goal() + "; " + missing(plan),
                        plan.explanation());
            } catch (PreconditionFailedException e) {
                return Finding.notOk(Objects.requireNonNullElse(e.getMessage(), "It cannot be reached"));
            }
        });
    }

    /** What a recovery by this plan takes back, in words. */
    static String missing(RecoveryPlan plan) {
        return "what was committed in the last " + Words.of(plan.takenBack().truncatedTo(ChronoUnit.SECONDS))
                + " will be missing in it"
                + (plan.request().lossAccepted()
                        ? ", and what of it no backup holds and none can be made of is lost for good"
                        : "");
    }

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

    /** The same for any request, such as one to the end of a chosen backup; {@code describe} is for the document. */
    public static Operation<RecoveryPlan> plan(
            RecoveryProvider provider, String describe, Function<Inputs, RecoveryRequest> request) {
        return new PlanRecovery(provider, request, describe);
    }

    /**
     * Closes the database to its users and backs up the end of its log; undone by opening it as it was, with nothing lost. What
     * was restored beside it is removed by the undo.
     */
    public static Operation<Secured> secure(RecoveryProvider provider, Value<RecoveryPlan> plan) {
        return new Secure(provider, plan, false);
    }

    /**
     * The same of a plan whose request {@linkplain RecoveryRequest#acceptingLoss accepts loss}: where the end of the log cannot be
     * backed up, the undo opens the database only as long as restoring has not begun.
     */
    public static Operation<Secured> secureAcceptingLoss(RecoveryProvider provider, Value<RecoveryPlan> plan) {
        return new Secure(provider, plan, true);
    }

    /** Restores everything up to the moment; the database stays closed. */
    public static Operation<Done> restore(RecoveryProvider provider, Value<RecoveryPlan> plan, Value<Secured> secured) {
        return new Restore(provider, plan, secured);
    }

    /** Opens the database if it is at the moment, and refuses if it is not. An undo stops here: see {@link RecoveryProvider#open}. */
    public static Operation<Recovered> open(
            RecoveryProvider provider, Value<RecoveryPlan> plan, Value<Secured> secured) {
        return new Open(provider, plan, secured);
    }

    /** The database's integrity was checked, and nothing is wrong with it. What could not be checked is not ok. */
    public static Check isSound(RecoveryProvider provider, String database) {
        return Check.of(
                "The integrity of " + database + " is checked",
                run -> provider.checkIntegrity(database, run.progress()));
    }
}
