package io.emrops.haproxy;

import io.emrops.PreconditionFailedException;
import io.emrops.network.PoolServer.Admission;
import io.emrops.network.PoolServer.Health;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Servers on their way into a pool, and out of it again if they do not become well. */
final class Registration {
    private final Pool pool;
    private final Set<Address> wanted;
    private final Set<Address> added = new LinkedHashSet<>();
    private final List<Slot> foundElsewise = new ArrayList<>();
    private Set<Address> displaced = Set.of();
    private List<String> missing = List.of();

    Registration(Pool pool, Set<Address> wanted) {
        this.pool = pool;
        this.wanted = wanted;
    }

    /** Gives each server a slot, and asks HAProxy to give it sessions as soon as it is well. */
    void begin() {
        var found = pool.registered(wanted);
        var toAdd = new LinkedHashSet<>(wanted);
        found.forEach(slot -> toAdd.remove(slot.address().orElseThrow()));
        requireRoom(toAdd);
        for (var server : toAdd) {
            claim(server);
        }
        for (var slot : found) {
            if (slot.admission() != Admission.READY) {
                foundElsewise.add(slot);
                pool.makeReady(slot);
            }
        }
    }

    private void requireRoom(Set<Address> toAdd) {
        var room = toAdd.isEmpty() ? 0 : pool.free().size();
        if (toAdd.size() > room) {
            throw new PreconditionFailedException(
                    "The pool has " + room + " free slots for " + toAdd.size() + " servers; none was added");
        }
    }

    /** The slots are asked for each time: the shorter this takes, the rarer is it that another process takes the same one. */
    private void claim(Address server) {
        var slot = pool.free().stream()
                .findFirst()
                .orElseThrow(() -> new PreconditionFailedException("Others took the pool's last free slots"));
        added.add(server);
        pool.move(slot, server);
        pool.admit(slot);
    }

    /** Those whose slot another process has taken for a server of its own get another slot. */
    void claimAgain() {
        var there = pool.registered(added).stream()
                .map(slot -> slot.address().orElseThrow())
                .toList();
        for (var server : List.copyOf(added)) {
            if (!there.contains(server)) {
                claim(server);
            }
        }
    }

    /** Whether all are given sessions. */
    boolean isDone() {
        var left = new LinkedHashSet<>(wanted);
        displaced = new LinkedHashSet<>(added);
        missing = new ArrayList<>();
        for (var slot : pool.registered(wanted)) {
            var server = slot.address().orElseThrow();
            displaced.remove(server);
            if (slot.admission() == Admission.READY
                    && (slot.health() == Health.UP || slot.health() == Health.UNCHECKED)) {
                left.remove(server);
            } else {
                missing.add(server + " (" + (slot.status() + " " + slot.lastCheck()).strip() + ")");
            }
        }
        return left.isEmpty();
    }

    /** Whether a server that was added was not in the pool when {@link #isDone} was asked. */
    boolean isDisplaced() {
        return !displaced.isEmpty();
    }

    /** Those that were not well when {@link #isDone} was asked, with what their checks found. */
    List<String> missing() {
        return missing;
    }

    /** As it was before. If that fails too, this is what has to be told first. */
    void takeBack(Exception failure) {
        try {
            pool.registered(added).forEach(pool::vacate);
            foundElsewise.forEach(pool::restore);
        } catch (RuntimeException e) {
            e.addSuppressed(failure);
            throw e;
        }
    }
}
