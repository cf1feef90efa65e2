package io.emrops.testkit;

import io.emrops.PreconditionFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.replication.ReadReplica;
import io.emrops.replication.Reads;
import io.emrops.replication.ReplicationKind;
import java.util.List;

/** Who may read from {@link FakeReplicas}. */
final class FakeReaders {
    private final String group;
    private final FakeReplicas replicas;

    FakeReaders(String group, FakeReplicas replicas) {
        this.group = group;
        this.replicas = replicas;
    }

    private void requireAble() {
        if (replicas.kind() == ReplicationKind.LOG_SHIPPING) {
            throw new PreconditionFailedException("With " + replicas.kind()
                    + ", no replica answers reads beside its primary from here; nothing was changed");
        }
    }

    private String primary() {
        return replicas.visiblePrimary()
                .orElseThrow(() -> new PreconditionFailedException(
                        "Nobody is primary of " + group + ", who would be told; nothing was changed"));
    }

    private FakeReplicaServer the(String replica) {
        if (!replicas.all().containsKey(replica)) {
            throw new PreconditionFailedException("Group " + group + " has no replica " + replica + ", only "
                    + replicas.all().keySet());
        }
        return replicas.server(replica);
    }

    List<ReadReplica> all() {
        requireAble();
        var primary = primary();
        return replicas.all().entrySet().stream()
                .map(e -> new ReadReplica(e.getKey(), e.getKey().equals(primary), e.getValue().reads))
                .toList();
    }

    List<String> preview(String replica, Reads reads) {
        requireAble();
        var server = the(replica);
        if (primary().equals(replica)) {
            throw new PreconditionFailedException(
                    replica + " is primary of " + group + ": no read replica is had by it; nothing was changed");
        }
        return server.reads == reads
                ? List.of()
                : List.of("who may read from " + replica + ": " + server.reads + " -> " + reads);
    }

    void let(String replica, Reads reads) {
        preview(replica, reads);
        the(replica).reads = reads;
    }

    boolean answers(String replica) {
        requireAble();
        var server = the(replica);
        if (!server.reachable()) {
            throw new TargetUnavailableException(replica + " of " + group + " does not answer");
        }
        if (replicas.visiblePrimary().filter(replica::equals).isPresent()) {
            return true;
        }
        return server.reads != Reads.NONE && !server.suspended() && !server.fenced() && !server.primary();
    }
}
