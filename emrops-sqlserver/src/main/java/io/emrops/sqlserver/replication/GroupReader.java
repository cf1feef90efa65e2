package io.emrops.sqlserver.replication;

import io.emrops.PreconditionFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.replication.Loss;
import io.emrops.replication.ReplicationStatus;
import io.emrops.sqlserver.replication.GroupView.Answer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
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

    /**
     * Who refuses to tell is as one that does not answer: what is lost may never come back as it was.
     *
     * @throws TargetUnavailableException if nobody answers
     * @throws PreconditionFailedException if nobody tells anything, or a server is another replica than was told
     */
    GroupView read() {
        var answers = new LinkedHashMap<String, Answer>();
        var refusals = new LinkedHashMap<String, PreconditionFailedException>();
        for (var server : servers) {
            try {
                answers.put(server.name(), ask(server));
            } catch (TargetUnavailableException e) {
                LOG.debug("{} does not answer", server.name(), e);
            } catch (PreconditionFailedException e) {
                LOG.debug("{} tells nothing", server.name(), e);
                refusals.put(server.name(), e);
            }
        }
        answers.forEach(this::requireMeant);
        if (answers.isEmpty() && !refusals.isEmpty()) {
            throw refusals.values().iterator().next();
        }
        var at = answers.values().stream()
                .map(Answer::now)
                .max(Instant::compareTo)
                .orElseThrow(() -> new TargetUnavailableException("No replica of " + group + " answers"));
        return new GroupView(group, servers.stream().map(ReplicaServer::name).toList(), answers, refusals, at);
    }

    private void requireMeant(String name, Answer answer) {
        var self = answer.self().name();
        if (!self.equalsIgnoreCase(name)) {
            throw new PreconditionFailedException("The server that was told to be " + name + " is the replica " + self
                    + " of " + group + ". Nothing was changed there");
        }
        requireAllTold(answer.replicas());
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

    /** @throws PreconditionFailedException if it refuses the login, or has no such group, as one that was set up anew */
    private Answer ask(ReplicaServer server) {
        try (var session = server.sessions().asking()) {
            var queries = session.queries(null);
            var replicas = queries.list("the replicas", ReplicaRow.QUERY, ReplicaRow::of, group);
            var copies = queries.list("the databases of replicas", CopyRow.QUERY, CopyRow::of, group);
            if (replicas.stream().noneMatch(ReplicaRow::local)) {
                throw new PreconditionFailedException("The server that was told to be " + server.name()
                        + " is no replica of " + group + ". Nothing was changed there");
            }
            return new Answer(replicas, copies);
        }
    }
}
