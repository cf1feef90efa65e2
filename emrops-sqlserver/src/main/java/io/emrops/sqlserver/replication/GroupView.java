package io.emrops.sqlserver.replication;

import io.emrops.PreconditionFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.replication.Loss;
import io.emrops.replication.Replica;
import io.emrops.replication.Replica.Role;
import io.emrops.replication.ReplicationStatus;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What all servers of a group have said, one after the other.
 *
 * @param answers by the names of those who answered
 * @param refusals by the names of those who answered and told nothing
 */
record GroupView(
        String group,
        List<String> names,
        Map<String, Answer> answers,
        Map<String, PreconditionFailedException> refusals,
        Instant at) {
    /** Times are known to a three-hundredth of a second at best: what may be lost is never called nothing because of that. */
    private static final Duration LEAST = Duration.ofSeconds(1);

    /** What one server has said. */
    record Answer(List<ReplicaRow> replicas, List<CopyRow> copies) {
        ReplicaRow self() {
            return replicas.stream().filter(ReplicaRow::local).findFirst().orElseThrow();
        }

        Instant now() {
            return self().serverTime().toInstant();
        }

        boolean isPrimary() {
            return self().role().filter("PRIMARY"::equals).isPresent();
        }

        List<CopyRow> own() {
            return copies.stream().filter(CopyRow::local).toList();
        }

        List<CopyRow> of(String replica) {
            return copies.stream()
                    .filter(copy -> copy.replica().equalsIgnoreCase(replica))
                    .toList();
        }
    }

    ReplicationStatus status() {
        return new ReplicationStatus(
                group, at, names.stream().map(this::replica).toList());
    }

    private Optional<Answer> primary() {
        var primaries = answers.values().stream().filter(Answer::isPrimary).toList();
        return primaries.size() == 1 ? Optional.of(primaries.get(0)) : Optional.empty();
    }

    private Replica replica(String name) {
        return new ReplicaReading(name, Optional.ofNullable(answers.get(name)), primary()).replica();
    }

    /** @throws PreconditionFailedException if there is no such replica */
    void requireKnown(String replica) {
        status().replica(replica);
    }

    /**
     * @throws TargetUnavailableException if it did not answer
     * @throws PreconditionFailedException if it refused to
     */
    Answer require(String replica) {
        requireKnown(replica);
        var answer = answers.get(replica);
        var refusal = refusals.get(replica);
        if (refusal != null) {
            throw new PreconditionFailedException(
                    replica + " of " + group + " tells nothing: " + refusal.getMessage(), refusal);
        }
        if (answer == null) {
            throw new TargetUnavailableException(
                    replica + " of " + group + " does not answer; nothing was changed there");
        }
        return answer;
    }

    /** Whoever is primary; if nobody is, the one replica that is no secondary or cannot be asked. */
    Optional<String> lastPrimary() {
        var status = status();
        if (!status.primaries().isEmpty()) {
            return status.primary().map(Replica::name);
        }
        var suspects = status.replicas().stream()
                .filter(replica -> !replica.answers() || replica.role() != Role.SECONDARY)
                .map(Replica::name)
                .toList();
        return suspects.size() == 1 ? Optional.of(suspects.get(0)) : Optional.empty();
    }

    /**
     * Without the primary, its times are compared with the clock of the replica. If they are of the future there, the clocks do not agree, and how much is lost
     * is unknown; a clock that is wrong by less than what is lost is not found out.
     */
    Loss possibleLoss(String name) {
        var own = require(name);
        var replica = status().replica(name);
        if (replica.follows() && replica.synchronisation() == Replica.Synchronisation.SYNCHRONISED) {
            return new Loss(group, name, lastPrimary(), replica.heldUntil(), Optional.of(Duration.ZERO));
        }
        var closed = lastPrimary()
                .filter(former -> !former.equals(name) && answers.containsKey(former))
                .filter(former -> status().replica(former).role() == Role.RESOLVING);
        if (closed.isPresent() && holdsAll(name, closed.get())) {
            return new Loss(group, name, closed, Optional.of(at), Optional.of(Duration.ZERO));
        }
        return new Loss(
                group,
                name,
                lastPrimary(),
                replica.heldUntil(),
                replica.heldUntil()
                        .map(until -> Duration.between(
                                until, primary().map(Answer::now).orElse(own.now())))
                        .filter(lost -> primary().isPresent() || !lost.isNegative())
                        .map(lost -> lost.compareTo(LEAST) < 0 ? LEAST : lost));
    }

    /** Whether the logs of all databases end where those of a former primary do; not, if one of the two does not say it of each. */
    boolean holdsAll(String replica, String former) {
        var ends = ends(former);
        return ends.isPresent() && ends.equals(ends(replica));
    }

    private Optional<Map<String, BigDecimal>> ends(String replica) {
        var ends = new LinkedHashMap<String, BigDecimal>();
        for (var copy : require(replica).own()) {
            if (copy.end().isEmpty()) {
                return Optional.empty();
            }
            ends.put(copy.database(), copy.end().get());
        }
        return ends.isEmpty() ? Optional.empty() : Optional.of(ends);
    }

    /** @throws PreconditionFailedException if a database of it is in the middle of something, and cannot be opened as it is */
    void requireWhole(String replica) {
        for (var copy : require(replica).own()) {
            if (copy.synchronisation().equals("REVERTING")
                    || copy.synchronisation().equals("INITIALIZING")) {
                throw refused(copy.database() + " on " + replica + " is " + copy.synchronisation());
            }
        }
    }

    PreconditionFailedException refused(String why) {
        return new PreconditionFailedException("Refused for " + group + ", and nothing was changed: " + why);
    }
}
