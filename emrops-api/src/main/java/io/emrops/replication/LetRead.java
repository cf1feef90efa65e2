package io.emrops.replication;

import io.emrops.Done;
import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.PreconditionFailedException;
import io.emrops.Preview;
import io.emrops.Probe;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * See {@link ReadScale}.
 *
 * @param orMore whether more than this is good enough
 */
record LetRead(ReadReplicas replicas, String replica, Reads reads, boolean orMore) implements Operation<Done> {
    LetRead {
        Objects.requireNonNull(replicas, "replicas");
        Objects.requireNonNull(replica, "replica");
        Objects.requireNonNull(reads, "reads");
    }

    private boolean isSo() {
        var now = found(replicas, replica);
        return now == reads || (orMore && now.compareTo(reads) > 0);
    }

    private static Reads found(ReadReplicas replicas, String replica) {
        var all = replicas.readReplicas();
        return all.stream()
                .filter(r -> r.name().equals(replica))
                .findFirst()
                .orElseThrow(() -> new PreconditionFailedException("There is no replica " + replica + ", only "
                        + all.stream().map(ReadReplica::name).toList()))
                .reads();
    }

    @Override
    public String describe() {
        return "Let " + reads + " read from " + replica;
    }

    @Override
    public Output<Done> output() {
        return Output.of(Done.class);
    }

    @Override
    public Target target() {
        return replicas.target();
    }

    @Override
    public Preview<Done> preview(Inputs in) {
        var changes = replicas.preview(replica, reads);
        return Preview.<Done>of(orMore && isSo() ? List.of() : changes).predicting(Done.DONE);
    }

    @Override
    public Done execute(StepContext run) throws InterruptedException {
        if (!isSo()) {
            replicas.let(replica, reads);
        }
        return Done.DONE;
    }

    @Override
    public Probe<Done> probe(StepContext run) {
        return isSo() ? Probe.applied(Done.DONE) : Probe.notApplied();
    }

    @Override
    public Undoing<Done> undoing() {
        return new Back(replicas, replica);
    }

    @Override
    public String kind() {
        return "replication.letRead";
    }

    @Override
    public Map<String, String> configuration() {
        return Map.of("replica", replica, "reads", reads.name());
    }

    /** @param reads what was set before the step */
    record Before(Reads reads) {}

    /** Sets what the step found. */
    private record Back(ReadReplicas replicas, String replica) implements Undoing.Compensation<Done, Before> {
        @Override
        public String describe() {
            return "Let those read from " + replica + " again who could before";
        }

        @Override
        public Output<Before> before() {
            return Output.of(Before.class);
        }

        @Override
        public Before capture(StepContext run) {
            return new Before(found(replicas, replica));
        }

        @Override
        public void undo(StepContext run, Before before, Optional<Done> result) throws InterruptedException {
            if (found(replicas, replica) != before.reads()) {
                replicas.let(replica, before.reads());
            }
        }
    }
}
