package io.emrops.sqlserver.replication;

import io.emrops.PreconditionFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.replication.Loss;
import io.emrops.replication.ReplicationStatus;
import io.emrops.sqlserver.replication.GroupView.Answer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks all servers of a group, each over a connection of its own: what a pool remembers of a server may be over. */
public final class GroupReader {
    private static final Logger LOG = LoggerFactory.getLogger(GroupReader.class);

    private final String group;
    private final List<ReplicaServer> servers;

    /** @param servers all of the group */
    public GroupReader(String group, List<ReplicaServer> servers) {
        this.group = group;
        this.servers = List.copyOf(servers);
    }

    /** How the replicas are. */
    public ReplicationStatus status() {
        return read().status();
    }

    /** What would be lost if this replica became primary by force. */
    public Loss possibleLoss(String replica) {
        server(replica);
        return read().possibleLoss(replica);
    }

    String group() {
        return group;
    }

    ReplicaServer server(String name) {
        return servers.stream()
                .filter(server -> server.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new PreconditionFailedException("Group " + group + " has no replica " + name
                        + ", only " + servers.stream().map(ReplicaServer::name).toList()));
    }

    /** @throws TargetUnavailableException if nobody answers */
    GroupView read() {
        var answers = new LinkedHashMap<String, Answer>();
        for (var server : servers) {
            ask(server).ifPresent(answer -> answers.put(server.name(), answer));
        }
        var at = answers.values().stream()
                .map(Answer::now)
                .max(Instant::compareTo)
                .orElseThrow(() -> new TargetUnavailableException("No replica of " + group + " answers"));
        return new GroupView(group, servers.stream().map(ReplicaServer::name).toList(), answers, at);
    }

    /** Who is not asked may be primary. */
    private void requireAllTold(List<ReplicaRow> replicas) {
        var untold = replicas.stream()
                .map(ReplicaRow::name)
                .filter(name ->
                        servers.stream().noneMatch(server -> server.name().equalsIgnoreCase(name)))
                .toList();
        if (!untold.isEmpty()) {
            throw new PreconditionFailedException(
                    "The group " + group + " has replicas that were not told: " + untold + ". Nothing was changed");
        }
    }

    private Optional<Answer> ask(ReplicaServer server) {
        try (var session = server.sessions().dedicated()) {
            var queries = session.queries(null);
            var replicas = queries.list("the replicas", ReplicaRow.QUERY, ReplicaRow::of, group);
            var copies = queries.list("the databases of replicas", CopyRow.QUERY, CopyRow::of, group);
            var self = replicas.stream().filter(ReplicaRow::local).findFirst();
            if (self.isEmpty() || !self.get().name().equalsIgnoreCase(server.name())) {
                throw new PreconditionFailedException("The server that was told to be " + server.name() + " is "
                        + self.map(row -> "the replica " + row.name()).orElse("no replica") + " of " + group
                        + ". Nothing was changed there");
            }
            requireAllTold(replicas);
            return Optional.of(new Answer(replicas, copies));
        } catch (TargetUnavailableException e) {
            LOG.debug("{} does not answer", server.name(), e);
            return Optional.empty();
        }
    }
}
