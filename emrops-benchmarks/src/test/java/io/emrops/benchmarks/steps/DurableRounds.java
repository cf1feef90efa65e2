package io.emrops.benchmarks.steps;

import io.emrops.benchmarks.Effort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Rounds in which ours, the disk alone, and the peers take turns; ours and the disk have one before each peer. */
final class DurableRounds {
    static final String OURS = "ours";
    static final String DISK = "write + force of the same bytes";

    private final Effort effort;
    private final Path scratch;
    private final Rounds rounds = new Rounds();

    DurableRounds(Effort effort, Path scratch) {
        this.effort = effort;
        this.scratch = scratch;
    }

    /** The name of a run of branches among the contestants. */
    static String branches(int count) {
        return "ours in " + count + " branches";
    }

    Rounds run(int bytesPerStep, List<Peer> peers) throws Exception {
        int steps = effort.choose(300, 512);
        warmUp(steps);
        try (var sequence = new JournalledSteps(Ours.forced(scratch.resolve("sequence")), steps);
                var disk = new ForcedWrites(scratch.resolve("disk"), steps, bytesPerStep);
                var eight = new JournalledSteps(Ours.forced(scratch.resolve("eight")), 8, 64);
                var sixtyFour = new JournalledSteps(Ours.forced(scratch.resolve("sixty-four")), 64, 8)) {
            for (int round = 0; round < effort.choose(2, 4); round++) {
                for (var peer : peers) {
                    add(OURS, sequence);
                    add(DISK, disk);
                    add(peer);
                }
                add(branches(8), eight);
                add(branches(64), sixtyFour);
            }
        }
        return rounds;
    }

    /** Without force, so that it is soon over. */
    private void warmUp(int steps) throws Exception {
        var started = System.nanoTime();
        var atLeast = Duration.ofMillis(effort.choose(1000, 8000)).toNanos();
        try (var sequence = new JournalledSteps(Ours.unforced(scratch.resolve("warm-up")), steps);
                var branches = new JournalledSteps(Ours.unforced(scratch.resolve("warm-up-branches")), 8, 64)) {
            while (System.nanoTime() - started < atLeast) {
                sequence.run();
                branches.run();
            }
        }
    }

    private void add(String name, Contestant contestant) throws Exception {
        rounds.add(name, contestant.microsPerStep());
    }

    /** Opens a peer for one round, so that its threads are not about in those of others. */
    private void add(Peer peer) throws Exception {
        try (var contestant = peer.entry().open()) {
            contestant.run();
            add(peer.name(), contestant);
        }
    }
}
