package io.emrops.testkit;

import io.emrops.replication.Reads;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A server of a {@link FakeReplication}, with its copy. */
final class FakeReplicaServer {
    boolean primary;
    boolean synchronous;
    boolean up = true;
    boolean cutOff;
    boolean fenced;
    boolean suspended;
    /** Whether the cluster knows that it has all that was acknowledged. */
    boolean ready;

    boolean untold;
    /** While it is secondary. */
    Reads reads = Reads.NONE;

    List<Long> log = new ArrayList<>();
    Instant heldUntil = Instant.EPOCH;

    boolean primary() {
        return primary;
    }

    boolean synchronous() {
        return synchronous;
    }

    boolean up() {
        return up;
    }

    boolean fenced() {
        return fenced;
    }

    boolean suspended() {
        return suspended;
    }

    boolean untold() {
        return untold;
    }

    boolean ready() {
        return ready;
    }

    boolean reachable() {
        return up && !cutOff;
    }

    List<Long> log() {
        return log;
    }

    Instant heldUntil() {
        return heldUntil;
    }

    static FakeReplicaServer read(List<String> row) {
        var server = new FakeReplicaServer();
        var flags = row.get(1);
        server.primary = flags.contains("p");
        server.synchronous = flags.contains("s");
        server.up = flags.contains("u");
        server.cutOff = flags.contains("c");
        server.fenced = flags.contains("f");
        server.suspended = flags.contains("x");
        server.ready = flags.contains("r");
        server.untold = flags.contains("t");
        server.reads = flags.contains("a") ? Reads.ALL : flags.contains("i") ? Reads.INTENDED : Reads.NONE;
        server.heldUntil = Instant.parse(row.get(2));
        server.log = Arrays.stream(row.get(3).split(" "))
                .filter(id -> !id.isEmpty())
                .map(Long::valueOf)
                .collect(Collectors.toCollection(ArrayList::new));
        return server;
    }

    List<String> row(String name) {
        var flags = (primary ? "p" : "")
                + (synchronous ? "s" : "")
                + (up ? "u" : "")
                + (cutOff ? "c" : "")
                + (fenced ? "f" : "")
                + (suspended ? "x" : "")
                + (ready ? "r" : "")
                + (untold ? "t" : "")
                + (reads == Reads.ALL ? "a" : reads == Reads.INTENDED ? "i" : "");
        return List.of(
                name,
                flags,
                heldUntil.toString(),
                log.stream().map(String::valueOf).collect(Collectors.joining(" ")));
    }
}
