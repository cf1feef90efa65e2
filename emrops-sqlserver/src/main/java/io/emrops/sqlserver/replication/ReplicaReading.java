package io.emrops.sqlserver.replication;

import io.emrops.DataSize;
import io.emrops.replication.Lag;
import io.emrops.replication.Replica;
import io.emrops.replication.Replica.Commit;
import io.emrops.replication.Replica.Link;
import io.emrops.replication.Replica.Movement;
import io.emrops.replication.Replica.Role;
import io.emrops.replication.Replica.Synchronisation;
import io.emrops.replication.Replica.Writes;
import io.emrops.sqlserver.replication.GroupView.Answer;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** One replica, from what it says of itself and what the primary says of it. Of several databases the one that is worst off counts. */
record ReplicaReading(String name, Optional<Answer> own, Optional<Answer> primary) {

    Replica replica() {
        var role = own.map(answer -> role(answer.self().role().orElse(""))).orElse(Role.UNKNOWN);
        if (role == Role.PRIMARY) {
            var now = own.map(Answer::now);
            return new Replica(
                    name,
                    true,
                    role,
                    writesOfPrimary(),
                    commit(),
                    Link.CONNECTED,
                    Synchronisation.SYNCHRONISED,
                    movement(),
                    Lag.none(),
                    now,
                    now);
        }
        var link = link();
        var synchronisation = synchronisation();
        return new Replica(
                name,
                own.isPresent(),
                role,
                own.isPresent() ? Writes.REFUSED : Writes.UNKNOWN,
                commit(),
                link,
                synchronisation,
                movement(),
                link == Link.CONNECTED && own.isPresent() ? lag() : Lag.unknown(),
                heldUntil(link, synchronisation),
                until(CopyRow::redoneUntil));
    }

    /** A database that is recovered or suspended may take none, whatever the role is. */
    private Writes writesOfPrimary() {
        var copies = own.map(Answer::own).orElse(List.of());
        return !copies.isEmpty()
                        && copies.stream()
                                .allMatch(copy -> copy.synchronisation().equals("SYNCHRONIZED") && !copy.suspended())
                ? Writes.TAKEN
                : Writes.UNKNOWN;
    }

    private static Role role(String word) {
        return switch (word) {
            case "PRIMARY" -> Role.PRIMARY;
            case "SECONDARY" -> Role.SECONDARY;
            case "RESOLVING" -> Role.RESOLVING;
            default -> Role.UNKNOWN;
        };
    }

    private Optional<ReplicaRow> seen() {
        return primary.flatMap(answer -> answer.replicas().stream()
                .filter(row -> row.name().equalsIgnoreCase(name))
                .findFirst());
    }

    private Commit commit() {
        return own.map(Answer::self)
                .or(this::seen)
                .map(row -> switch (row.mode()) {
                    case "SYNCHRONOUS_COMMIT" -> Commit.SYNCHRONOUS;
                    case "ASYNCHRONOUS_COMMIT" -> Commit.ASYNCHRONOUS;
                    default -> Commit.UNKNOWN;
                })
                .orElse(Commit.UNKNOWN);
    }

    /** If one of the two sides does not see the other, they are not connected. */
    private Link link() {
        var said = Stream.of(own.map(Answer::self), seen())
                .flatMap(Optional::stream)
                .map(row -> row.connected().orElse("DISCONNECTED"))
                .toList();
        if (said.isEmpty()) {
            return Link.UNKNOWN;
        }
        return said.stream().allMatch("CONNECTED"::equals) ? Link.CONNECTED : Link.DISCONNECTED;
    }

    private List<CopyRow> copies() {
        return Stream.concat(
                        own.stream().flatMap(answer -> answer.own().stream()),
                        primary.stream().flatMap(answer -> answer.of(name).stream()))
                .toList();
    }

    private Synchronisation synchronisation() {
        return copies().stream()
                .map(copy -> switch (copy.synchronisation()) {
                    case "SYNCHRONIZED" -> Synchronisation.SYNCHRONISED;
                    case "SYNCHRONIZING" -> Synchronisation.SYNCHRONISING;
                    case "?" -> Synchronisation.UNKNOWN;
                    default -> Synchronisation.NOT_SYNCHRONISING;
                })
                .max(Comparator.naturalOrder())
                .orElse(Synchronisation.UNKNOWN);
    }

    private Movement movement() {
        var copies = copies();
        if (copies.isEmpty()) {
            return Movement.UNKNOWN;
        }
        return copies.stream().anyMatch(CopyRow::suspended) ? Movement.SUSPENDED : Movement.MOVING;
    }

    private Lag lag() {
        var shown = primary.map(answer -> answer.of(name)).orElse(List.of());
        return new Lag(
                worst(shown, CopyRow::lag),
                worst(shown, CopyRow::unsent).map(size -> DataSize.kib(size)),
                worst(own.map(Answer::own).orElse(List.of()), CopyRow::unredone).map(size -> DataSize.kib(size)));
    }

    private static <T extends Comparable<T>> Optional<T> worst(
            List<CopyRow> copies, Function<CopyRow, Optional<T>> value) {
        if (copies.stream().map(value).anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        return copies.stream().map(value).flatMap(Optional::stream).max(Comparator.naturalOrder());
    }

    /** What is synchronised lacks nothing that was committed until the primary was asked. */
    private Optional<Instant> heldUntil(Link link, Synchronisation synchronisation) {
        if (link == Link.CONNECTED && synchronisation == Synchronisation.SYNCHRONISED && primary.isPresent()) {
            return primary.map(Answer::now);
        }
        return until(CopyRow::hardenedUntil);
    }

    private Optional<Instant> until(Function<CopyRow, Optional<Instant>> time) {
        var copies = own.map(Answer::own).orElse(List.of());
        if (copies.isEmpty() || copies.stream().map(time).anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        return copies.stream().map(time).flatMap(Optional::stream).min(Comparator.naturalOrder());
    }
}
