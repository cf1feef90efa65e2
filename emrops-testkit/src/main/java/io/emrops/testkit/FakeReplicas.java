package io.emrops.testkit;

import io.emrops.replication.ReplicationKind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a {@link FakeReplication} keeps: servers, what each of them holds, and who sees whom. */
final class FakeReplicas {
    private final ReplicationKind kind;
    private final Map<String, FakeReplicaServer> servers = new TreeMap<>();
    private final Set<String> cutLinks = new TreeSet<>();
    private InstantSource clock = InstantSource.system();
    private String last = "";
    private long commits;
    private int mostTakingWrites;

    FakeReplicas(ReplicationKind kind) {
        this.kind = kind;
    }

    ReplicationKind kind() {
        return kind;
    }

    Instant now() {
        return clock.instant();
    }

    void clock(InstantSource clock) {
        this.clock = clock;
        settle();
    }

    void add(String name, boolean synchronous, boolean primary) {
        var server = new FakeReplicaServer();
        server.synchronous = synchronous;
        server.primary = primary;
        servers.put(name, server);
        if (primary) {
            last = name;
        }
        settle();
        catchUp(name);
    }

    Map<String, FakeReplicaServer> all() {
        return servers;
    }

    FakeReplicaServer server(String name) {
        @Nullable FakeReplicaServer server = servers.get(name);
        if (server == null) {
            throw new IllegalArgumentException("There is no replica " + name + ", only " + servers.keySet());
        }
        return server;
    }

    /** Who was primary last; empty text before there was one. */
    String last() {
        return last;
    }

    int mostTakingWrites() {
        return mostTakingWrites;
    }

    /** An availability group is open only where most of its cluster is; a server by itself knows nothing of others. */
    boolean hasQuorum(FakeReplicaServer server) {
        if (kind == ReplicationKind.LOG_SHIPPING) {
            return server.up;
        }
        var together =
                servers.values().stream().filter(FakeReplicaServer::reachable).count() + 1;
        return server.reachable() && together * 2 > servers.size() + 1;
    }

    boolean takesWrites(FakeReplicaServer server) {
        return server.up && server.primary && !server.fenced && hasQuorum(server);
    }

    List<String> takingWrites() {
        return servers.entrySet().stream()
                .filter(e -> takesWrites(e.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    boolean see(String a, String b) {
        return server(a).reachable() && server(b).reachable() && !cutLinks.contains(link(a, b));
    }

    private static String link(String a, String b) {
        return a.compareTo(b) < 0 ? a + " " + b : b + " " + a;
    }

    void cutLink(String a, String b) {
        settle();
        server(a);
        server(b);
        cutLinks.add(link(a, b));
        settle();
    }

    void healLink(String a, String b) {
        cutLinks.remove(link(a, b));
        settle();
    }

    void cutOff(String name, boolean cut) {
        settle();
        server(name).cutOff = cut;
        settle();
    }

    void power(String name, boolean up) {
        settle();
        server(name).up = up;
        settle();
    }

    void untold(String name, boolean untold) {
        server(name).untold = untold;
    }

    /** The one that those see who can be asked; of several, the one that became it last. */
    Optional<String> visiblePrimary() {
        var seen = servers.entrySet().stream()
                .filter(e -> e.getValue().reachable() && e.getValue().primary && !e.getValue().fenced)
                .filter(e -> hasQuorum(e.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        return seen.contains(last) ? Optional.of(last) : seen.stream().findFirst();
    }

    boolean follows(String name) {
        var server = server(name);
        return !server.primary
                && !server.suspended
                && !server.fenced
                && visiblePrimary().filter(p -> see(p, name)).isPresent();
    }

    boolean isWhole(String name) {
        return visiblePrimary()
                .filter(p -> server(p).log.equals(server(name).log))
                .isPresent();
    }

    /** All those who follow without a delay get what there is; a group's cluster knows who was primary last, and has others give way. */
    private void settle() {
        if (kind == ReplicationKind.AVAILABILITY_GROUP) {
            servers.forEach((name, server) -> {
                if ((server.primary || server.fenced) && !name.equals(last) && hasQuorum(server)) {
                    server.primary = false;
                    server.fenced = false;
                    server.suspended = true;
                }
            });
        }
        mostTakingWrites = Math.max(mostTakingWrites, takingWrites().size());
        visiblePrimary().ifPresent(primary -> {
            servers.forEach((name, server) -> {
                if (server.synchronous && follows(name)) {
                    copy(primary, name);
                } else if (kind == ReplicationKind.AVAILABILITY_GROUP && follows(name) && isWhole(name)) {
                    server.heldUntil = now();
                } else if (!server.primary && !follows(name)) {
                    server.ready = false;
                }
            });
        });
    }

    private void copy(String from, String to) {
        var server = server(to);
        server.log = new ArrayList<>(server(from).log);
        server.heldUntil = now();
        server.ready = server.synchronous;
    }

    /** Nothing happens to one that does not follow. */
    void catchUp(String name) {
        if (follows(name)) {
            copy(visiblePrimary().orElseThrow(), name);
        }
    }

    /** What the old primary has closed with. */
    void takeAll(String from, String to) {
        copy(from, to);
    }

    /** Gives its number. */
    long commit(String on) {
        commits++;
        server(on).log.add(commits);
        settle();
        return commits;
    }

    void becomePrimary(String name, boolean forced) {
        servers.forEach((other, server) -> {
            if (!other.equals(name)) {
                var former = server.primary || server.fenced;
                // The one that nobody could ask finds out when it is back.
                if (server.reachable()) {
                    server.primary = false;
                }
                if (kind == ReplicationKind.AVAILABILITY_GROUP) {
                    server.suspended = forced || server.suspended;
                    server.fenced = server.fenced && !server.reachable();
                } else if (former) {
                    server.fenced = server.fenced || server.reachable();
                }
            }
        });
        var server = server(name);
        server.primary = true;
        server.fenced = false;
        server.suspended = false;
        last = name;
        settle();
    }

    void fence(String name) {
        settle();
        server(name).fenced = true;
        server(name).primary = false;
        settle();
    }

    void release(String name) {
        server(name).fenced = false;
        server(name).primary = true;
        last = name;
        settle();
    }

    /** What only it had is gone. */
    void follow(String name) {
        var server = server(name);
        server.suspended = false;
        server.fenced = false;
        server.primary = false;
        catchUp(name);
        settle();
    }

    /** All of it is copied anew. */
    void reseed(String name) {
        var server = server(name);
        server.primary = false;
        server.untold = false;
        server.up = true;
        follow(name);
    }

    void read(Tables from) {
        servers.clear();
        cutLinks.clear();
        last = from.rows("last").get(0).get(0);
        commits = Long.parseLong(from.word("commits"));
        mostTakingWrites = Integer.parseInt(from.word("most"));
        from.rows("cut").forEach(row -> cutLinks.add(row.get(0)));
        for (var row : from.rows("replica")) {
            var server = FakeReplicaServer.read(row);
            servers.put(row.get(0), server);
        }
    }

    void write(Tables to) {
        to.add("last", last);
        to.add("commits", Long.toString(commits));
        to.add("most", Integer.toString(mostTakingWrites));
        cutLinks.forEach(link -> to.add("cut", link));
        servers.forEach((name, server) -> to.add("replica", server.row(name)));
    }
}
