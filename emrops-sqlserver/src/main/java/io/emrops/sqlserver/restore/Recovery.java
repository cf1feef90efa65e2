package io.emrops.sqlserver.restore;

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
    private final Instance instance;
    private final Attempts attempts;

    /** Asks nothing yet. */
    public Recovery(Sessions sessions, Supplier<ServerFacts> facts, RecoverySettings settings) {
        this.instance = new Instance(sessions, facts, settings);
        this.attempts = new Attempts(sessions, settings);
    }

    /** As {@link io.emrops.recovery.RecoveryProvider#plan}. */
    public RecoveryPlan plan(RecoveryRequest request) {
        return new Planning(instance).plan(request);
    }

    /** As {@link io.emrops.recovery.RecoveryProvider#state}. */
    public RecoveryState state(RecoveryPlan plan, Secured secured) {
        return new Watching(instance, plan).state(secured);
    }

    /** As {@link io.emrops.recovery.RecoveryProvider#preview}. */
    public List<String> preview(RecoveryPlan plan) {
        return new Watching(instance, plan).preview();
    }

    /** As {@link io.emrops.recovery.RecoveryProvider#secure}. */
    public Secured secure(RecoveryPlan plan, String operationKey, Progress progress) throws InterruptedException {
        var securing = new Securing(instance, plan, operationKey, progress);
        return with(plan, securing::secure);
    }

    /** As {@link io.emrops.recovery.RecoveryProvider#restore}. */
    public void restore(RecoveryPlan plan, Secured secured, Progress progress) throws InterruptedException {
        var rolling = new Rolling(instance, plan, secured);
        with(plan, line -> {
            rolling.roll(line, progress);
            return plan;
        });
    }

    /** As {@link io.emrops.recovery.RecoveryProvider#open}. */
    public Recovered open(RecoveryPlan plan, Secured secured) throws InterruptedException {
        return with(plan, new Opening(instance, plan, secured)::open);
    }

    /** As {@link io.emrops.recovery.RecoveryProvider#release}. */
    public void release(RecoveryPlan plan, Secured secured, Progress progress) throws InterruptedException {
        var releasing = new Releasing(instance, plan, secured);
        with(plan, line -> {
            releasing.release(line, progress);
            return plan;
        });
    }

    /** As {@link io.emrops.recovery.RecoveryProvider#checkIntegrity}. */
    public Finding checkIntegrity(String database) throws InterruptedException {
        if (instance.databases().find(database).isEmpty()) {
            return Finding.notOk("There is no database " + database);
        }
        try (var session = instance.sessions().dedicated()) {
            return IntegrityCheck.of(database).run(session).finding();
        }
    }

    private <T> T with(RecoveryPlan plan, Attempts.Work<T> work) throws InterruptedException {
        var name = plan.request().result();
        return attempts.with(name, instance.target(name), work);
    }
}
