package io.emrops.core.engine;

import io.emrops.spi.Definition;
import io.emrops.spi.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What comes before what in a runbook. Steps of sibling branches come neither before nor behind each other, wherever they
 * stand in the document.
 */
final class Order {
    /** The way to each step, lock and window: its turn in the sequence it is in, in the one around that, and so on. */
    private final Map<String, List<Turn>> ways = new HashMap<>();

    /** @param branch whether this is one of several that go on side by side */
    private record Turn(int number, boolean branch) {}

    Order(Definition definition) {
        walk(definition.nodes(), List.of());
    }

    private void walk(List<? extends Node> nodes, List<Turn> around) {
        for (int i = 0; i < nodes.size(); i++) {
            var way = plus(around, new Turn(i, false));
            if (nodes.get(i) instanceof Node.Part part) {
                walk(part.nodes(), way);
            } else if (nodes.get(i) instanceof Node.Branches branches) {
                ways.put(branches.path(), way);
                for (int b = 0; b < branches.branches().size(); b++) {
                    walk(branches.branches().get(b).nodes(), plus(way, new Turn(b, true)));
                }
            } else if (nodes.get(i) instanceof Node.Lock lock) {
                ways.put(lock.path(), way);
            } else if (nodes.get(i) instanceof Node.Window window) {
                ways.put(window.path(), way);
            } else if (nodes.get(i) instanceof Node.Stepping step) {
                ways.put(step.path(), way);
            }
        }
    }

    private static List<Turn> plus(List<Turn> way, Turn turn) {
        var longer = new ArrayList<>(way);
        longer.add(turn);
        return List.copyOf(longer);
    }

    /** Whether there is such a step, lock or window; an item of a fan-out stands for the fan-out. */
    boolean has(String path) {
        return ways.containsKey(withoutItem(path));
    }

    /** Whether one has to be passed before the turn of the other comes. */
    boolean isBefore(String first, String then) {
        var one = ways.getOrDefault(withoutItem(first), List.of());
        var other = ways.getOrDefault(withoutItem(then), List.of());
        for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
            var mine = one.get(i);
            var its = other.get(i);
            if (!mine.equals(its)) {
                return !mine.branch() && mine.number() < its.number();
            }
        }
        return false;
    }

    private static String withoutItem(String path) {
        return path.replaceFirst("\\[.*]$", "");
    }
}
