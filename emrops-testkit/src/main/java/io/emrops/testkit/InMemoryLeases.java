package io.emrops.testkit;

import io.emrops.spi.Leases;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * {@link Leases} without a disk. An instance stands for a process; {@link #anotherProcess} is one that shares the locks, and
 * {@link #die} leaves the locks of this one behind, as a crash does.
 */
public final class InMemoryLeases implements Leases {
    private final Board board;
    private final String process;

    /** A process, and locks of which none is taken. */
    public InMemoryLeases() {
        this(new Board());
    }

    private InMemoryLeases(Board board) {
        synchronized (board) {
            this.board = board;
            this.process = "process " + ++board.processes + " in memory";
        }
    }

    /** What the processes share; also their lock. */
    private static final class Board {
        final TreeMap<String, Held> held = new TreeMap<>();
        int processes;
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public Acquisition acquire(SortedSet<String> names, Holder holder) {
        synchronized (board) {
            for (var name : names) {
                var held = board.held.get(name);
                if (held != null && !held.holder().runId().equals(holder.runId())) {
                    return new Acquisition.Refused(held);
                }
            }
            names.forEach(name -> board.held.merge(
                    name, new Held(name, holder, process, true), (before, now) -> takenAgain(before.holder(), now)));
            return new Acquisition.Granted();
        }
    }

    /** Taken again, by another process or step: the run has had it since it took it first. */
    private static Held takenAgain(Holder before, Held again) {
        var by = again.holder();
        var holder = new Holder(by.runId(), by.runbookId(), by.stepPath(), before.since());
        return new Held(again.lock(), holder, again.process(), true);
    }

    @Override
    public void release(SortedSet<String> names, String runId) {
        synchronized (board) {
            names.forEach(name -> board.held.computeIfPresent(
                    name, (n, held) -> held.holder().runId().equals(runId) ? null : held));
        }
    }

    @Override
    public Optional<Held> holder(String name) {
        synchronized (board) {
            return Optional.ofNullable(board.held.get(name));
        }
    }

    @Override
    public List<Held> held() {
        synchronized (board) {
            return List.copyOf(board.held.values());
        }
    }

    /** Another process that sees the same locks. */
    public InMemoryLeases anotherProcess() {
        return new InMemoryLeases(board);
    }

    /** This process is gone: its locks stay, and their holder is known to be dead. */
    public void die() {
        synchronized (board) {
            board.held.replaceAll((name, held) ->
                    held.process().equals(process) ? new Held(name, held.holder(), process, false) : held);
        }
    }
}
