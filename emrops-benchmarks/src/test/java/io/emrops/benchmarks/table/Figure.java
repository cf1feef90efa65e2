package io.emrops.benchmarks.table;

import java.util.Optional;

/**
 * One measured figure, beside that of a peer if it has one.
 *
 * @param what what was measured, such as "Group commit, 8 writers"
 * @param ours the median of our rounds
 * @param peer who the figure is held against; empty if the goal is a number of its own
 * @param goal what was to be reached
 * @param note what a reader has to know, such as the spread of the rounds; may be empty
 */
public record Figure(String what, Quantity ours, Optional<Peer> peer, Goal goal, String note) {
    /** Somebody else's figure, measured in the same run and in the same unit. */
    public record Peer(String name, Quantity quantity) {}

    /** A figure that has a number as its goal. */
    public static Figure of(String what, Quantity ours, Goal goal) {
        return new Figure(what, ours, Optional.empty(), goal, "");
    }

    /** The same beside a peer. */
    public Figure beside(String name, double value) {
        return new Figure(what, ours, Optional.of(new Peer(name, new Quantity(value, ours.unit()))), goal, note);
    }

    /** The same with a remark. */
    public Figure noting(String remark) {
        return new Figure(what, ours, peer, goal, remark);
    }

    /** Ours divided by the peer's. */
    public Optional<Double> ratio() {
        return peer.map(p -> ours.value() / p.quantity().value());
    }

    /** Whether the goal is met. Without a goal there is nothing to be met. */
    public boolean met() {
        return goal.metBy(this);
    }
}
