package io.emrops.runbooks;

import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.PreconditionFailedException;
import io.emrops.Preview;
import io.emrops.Probe;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;
import io.emrops.Value;
import io.emrops.replication.Loss;
import io.emrops.replication.PlannedFailover;
import io.emrops.replication.ReplicaFailover;
import io.emrops.replication.ReplicationStatus;
import io.emrops.spi.DeferredOperation;
import java.util.Map;
import java.util.Optional;

/**
 * A step that is undone only as far as its database goes back too, so that traffic and data end at the same site.
 *
 * @param failover empty if it is forced: the database does not go back by itself then
 * @param to where the database goes
 * @param noted who was primary before the step that fails the database over; empty for a step before it, which needs the database to be back,
 *     and not only able to come
 */
record BackWithTheDatabase<T>(
        Operation<T> operation,
        ReplicaFailover group,
        Optional<PlannedFailover> failover,
        String to,
        Optional<Value<Loss>> noted)
        implements Operation<T> {
    static <T> Operation<T> of(
            Operation<T> operation,
            ReplicaFailover group,
            Optional<PlannedFailover> failover,
            String to,
            Value<Loss> noted) {
        return of(operation, group, failover, to, Optional.of(noted));
    }

    /** The same for what needs the database to be back. */
    static <T> Operation<T> behind(Operation<T> operation, ReplicaFailover group, PlannedFailover failover) {
        return of(operation, group, Optional.of(failover), failover.to(), Optional.empty());
    }

    private static <T> Operation<T> of(
            Operation<T> operation,
            ReplicaFailover group,
            Optional<PlannedFailover> failover,
            String to,
            Optional<Value<Loss>> noted) {
        return operation instanceof DeferredOperation<T> deferred
                ? Operation.of(
                        deferred.output(),
                        in -> new BackWithTheDatabase<>(deferred.choose(in), group, failover, to, noted))
                : new BackWithTheDatabase<>(operation, group, failover, to, noted);
    }

    @Override
    public String describe() {
        return operation.describe();
    }

    @Override
    public Output<T> output() {
        return operation.output();
    }

    @Override
    public Target target() throws Exception {
        return operation.target();
    }

    @Override
    public Preview<T> preview(Inputs in) throws Exception {
        return operation.preview(in);
    }

    @Override
    public T execute(StepContext run) throws Exception {
        return operation.execute(run);
    }

    @Override
    public Probe<T> probe(StepContext run) throws Exception {
        return operation.probe(run);
    }

    @Override
    public Undoing<T> undoing() {
        return operation.undoing() instanceof Undoing.Compensation<T, ?> way ? guarded(way) : operation.undoing();
    }

    private <S> Undoing<T> guarded(Undoing.Compensation<T, S> way) {
        return new Guarded<>(way, this);
    }

    @Override
    public String kind() {
        return operation.kind();
    }

    @Override
    public int version() {
        return operation.version();
    }

    @Override
    public Map<String, String> configuration() {
        return operation.configuration();
    }

    private void requireWayBack(Inputs in) {
        var now = group.status();
        if (failover.isEmpty()) {
            requireElsewhere(now);
            return;
        }
        var from = failover.get().from();
        if (now.isPrimary(from)) {
            return;
        }
        if (noted.filter(n -> in.get(n).primary().equals(Optional.of(to))).isPresent()) {
            throw new PreconditionFailedException(to + " was primary of " + now.group()
                    + " before it was failed over, and stays it: what needs its database is left where it is");
        }
        if (now.isPrimary(to) && noted.isPresent()) {
            group.preview(failover.get().back());
            return;
        }
        var halfWay = now.primaries().isEmpty()
                && now.replica(from).answers()
                && now.replica(to).answers();
        if (noted.isEmpty() || !halfWay) {
            throw new PreconditionFailedException(
                    from + " is not primary of " + now.group() + ": what needs its database is left where it is");
        }
    }

    /** Somebody has brought it back, and the replica that was forced says itself that it is primary no more. */
    private void requireElsewhere(ReplicationStatus now) {
        var elsewhere = now.primary().filter(p -> !p.name().equals(to)).isPresent()
                && now.replica(to).answers();
        if (!elsewhere) {
            throw new PreconditionFailedException(
                    "The database does not go back by itself: what needs it is left where it is");
        }
    }

    private record Guarded<T, S>(Undoing.Compensation<T, S> way, BackWithTheDatabase<T> step)
            implements Undoing.Compensation<T, S> {
        @Override
        public String describe() {
            return way.describe() + ", if the database goes back too";
        }

        @Override
        public Output<S> before() {
            return way.before();
        }

        @Override
        public S capture(StepContext run) throws Exception {
            return way.capture(run);
        }

        @Override
        public void undo(StepContext run, S before, Optional<T> result) throws Exception {
            step.requireWayBack(run);
            way.undo(run, before, result);
        }
    }
}
