package io.emrops.runbooks;

import io.emrops.Done;
import io.emrops.Finding;
import io.emrops.InDoubt;
import io.emrops.Operation;
import io.emrops.PreconditionFailedException;
import io.emrops.Runbook;
import io.emrops.replication.ReadReplica;
import io.emrops.replication.ReadReplicas;
import io.emrops.replication.ReadScale;
import io.emrops.replication.Reads;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One more of some replicas answers reads. */
final class MoreReaders {
    private MoreReaders() {}

    static Runbook runbook(ReadReplicas readers, List<String> spare, Duration answersWithin) {
        if (spare.isEmpty()) {
            throw new IllegalArgumentException("Name the replicas that may answer reads");
        }
        var replicas = List.copyOf(spare);
        var group = readers.target().name();
        return Runbook.define(id(group), "Add a read replica to " + group, rb -> {
            var number = rb.param("spare", Integer.class)
                    .check("1 to " + replicas.size(), n -> n >= 1 && n <= replicas.size())
                    .describedAs("which of " + replicas);
            rb.lock("readers-" + group);
            rb.step(
                            "let",
                            "Let it answer reads",
                            Operation.of(Done.class, in -> ReadScale.add(readers, replicas.get(in.get(number) - 1))))
                    .inDoubt(InDoubt.rerun());
            rb.verify("answers", "It answers reads", run -> {
                        var replica = replicas.get(run.get(number) - 1);
                        return readers.answersReads(replica)
                                ? Finding.ok(replica + " answers reads")
                                : Finding.notOk(replica + " does not answer reads");
                    })
                    .within(answersWithin);
        });
    }

    /** Names of groups may have letters that ids have not. */
    private static String id(String group) {
        var id = "add-reader-" + group.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "-");
        return id.substring(0, Math.min(id.length(), 60));
    }

    /** @throws PreconditionFailedException with the reason of the last, if none of them can */
    static void requireAble(ReadReplicas readers, List<String> spare) {
        @Nullable PreconditionFailedException refusal = null;
        for (var replica : spare) {
            try {
                readers.preview(replica, Reads.INTENDED);
                return;
            } catch (PreconditionFailedException e) {
                refusal = e;
            }
        }
        if (refusal != null) {
            throw refusal;
        }
    }

    static int firstIdle(ReadReplicas readers, List<String> spare) {
        var idle = readers.readReplicas().stream()
                .filter(replica -> !replica.primary() && replica.reads() == Reads.NONE)
                .map(ReadReplica::name)
                .collect(Collectors.toSet());
        return 1
                + IntStream.range(0, spare.size())
                        .filter(i -> idle.contains(spare.get(i)))
                        .findFirst()
                        .orElseThrow(() -> new PreconditionFailedException(
                                "All of " + spare + " that are not primary answer reads already"));
    }
}
