package io.emrops.sqlserver.restore;

import io.emrops.EmropsException;
import io.emrops.Finding;
import io.emrops.Progress;
import io.emrops.recovery.Recovered;
import io.emrops.recovery.RecoveryPlan;
import io.emrops.recovery.RecoveryRequest;
import io.emrops.recovery.RecoveryState;
import io.emrops.recovery.Secured;
import io.emrops.sqlserver.integrity.IntegrityCheck;
import io.emrops.sqlserver.server.ServerFacts;
import io.emrops.sqlserver.session.Sessions;
import java.util.List;
import java.util.function.Supplier;

/** The parts of a recovery, each of which may be cut off at any moment and called again. */
public final class Recovery {
    private final Sessions sessions;
    private final Supplier<ServerFacts> facts;
    private final RecoverySettings settings;
    private final Attempts attempts;

    /**
     * Asks nothing yet.
     *
     * @param facts of the server that the sessions lead to now; asked whenever something begins
     */
    public Recovery(Sessions sessions, Supplier<ServerFacts> facts, RecoverySettings settings) {
        this.sessions = sessions;
        this.facts = facts;
        this.settings = settings;
        this.attempts = new Attempts(sessions, settings);
    }

    private Instance instance() {
        return new Instance(sessions, facts.get(), settings);
    }

    private Instance instanceOf(RecoveryPlan plan) {
        var instance = instance();
        instance.requireOf(plan);
        return instance;
    }

    /** As {@link io.emrops.recovery.RecoveryProvider#plan}. */
    public RecoveryPlan plan(RecoveryRequest request) {
        Planning.requireNames(request);
        return new Planning(instance()).plan(request);
    }

    /** As {@link io.emrops.recovery.RecoveryProvider#state}. */
    public RecoveryState state(RecoveryPlan plan, Secured secured) {
        return new Watching(instanceOf(plan), plan).state(secured);
    }

    /** As {@link io.emrops.recovery.RecoveryProvider#preview}. */
    public List<String> preview(RecoveryPlan plan) {
        return new Watching(instanceOf(plan), plan).preview();
    }

    /** As {@link io.emrops.recovery.RecoveryProvider#secure}. */
    public Secured secure(RecoveryPlan plan, String operationKey, Progress progress) throws InterruptedException {
        var closing =
                new Closing(plan.request().database(), PlanDetails.of(plan).access());
        try {
            return with(
                    plan,
                    (instance, line) -> new Securing(instance, plan, operationKey, progress, closing).secure(line));
        } catch (EmropsException e) {
            throw closing.told(e);
        } catch (InterruptedException e) {
            throw closing.told(e);
        }
    }

    /** As {@link io.emrops.recovery.RecoveryProvider#restore}. */
    public void restore(RecoveryPlan plan, Secured secured, Progress progress) throws InterruptedException {
        with(plan, (instance, line) -> {
            new Rolling(instance, plan, secured).roll(line, progress);
            return plan;
        });
    }

    /** As {@link io.emrops.recovery.RecoveryProvider#open}. */
    public Recovered open(RecoveryPlan plan, Secured secured) throws InterruptedException {
        return with(plan, (instance, line) -> new Opening(instance, plan, secured).open(line));
    }

    /** As {@link io.emrops.recovery.RecoveryProvider#release}. */
    public void release(RecoveryPlan plan, Secured secured, Progress progress) throws InterruptedException {
        with(plan, (instance, line) -> {
            new Releasing(instance, plan, secured).release(line, progress);
            return plan;
        });
    }

    /** As {@link io.emrops.recovery.RecoveryProvider#checkIntegrity}. */
    public Finding checkIntegrity(String database) throws InterruptedException {
        var instance = instance();
        if (instance.databases().find(database).isEmpty()) {
            return Finding.notOk("There is no database " + database);
        }
        try (var session = sessions.dedicated()) {
            session.requireOn(instance.facts().identity(), instance.target(database));
            return IntegrityCheck.of(database).run(session).finding();
        }
    }

    /** What is done with a connection to the server that the plan was made on. */
    @FunctionalInterface
    private interface Work<T> {
        T with(Instance instance, Line line) throws InterruptedException;
    }

    private <T> T with(RecoveryPlan plan, Work<T> work) throws InterruptedException {
        return attempts.until(() -> {
            var instance = instanceOf(plan);
            try (var line = Line.open(instance, plan.request().result())) {
                return work.with(instance, line);
            }
        });
    }
}
