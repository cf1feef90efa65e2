package io.emrops.core.engine;

import io.emrops.core.history.RunRecord;
import io.emrops.spi.Definition;
import io.emrops.spi.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What engines look up in a definition again and again: made once, and the same for all runs of it. Immutable. */
final class Chart {
    private final Map<String, Node.Stepping> steps = new HashMap<>();
    private final Map<String, List<String>> branchesAround = new HashMap<>();
    private final List<Node.Approving> approvals = new ArrayList<>();
    private final Order order;
    private final RunRecord.Print print;

    Chart(Definition definition) {
        walk(definition.nodes(), List.of());
        this.order = new Order(definition);
        this.print = print(definition);
    }

    private void walk(List<? extends Node> nodes, List<String> around) {
        for (var node : nodes) {
            if (node instanceof Node.Stepping step) {
                steps.put(step.path(), step);
                branchesAround.put(step.path(), around);
                if (step instanceof Node.Approving approval) {
                    approvals.add(approval);
                }
            } else if (node instanceof Node.Part part) {
                walk(part.nodes(), around);
            } else if (node instanceof Node.Branches branches) {
                for (var branch : branches.branches()) {
                    var inside = new ArrayList<>(around);
                    inside.add(branch.path());
                    walk(branch.nodes(), List.copyOf(inside));
                }
            }
        }
    }

    private static RunRecord.Print print(Definition definition) {
        var fingerprint = definition.fingerprint();
        var entries = new LinkedHashMap<String, String>();
        fingerprint.entries().forEach(entry -> entries.put(entry.path(), entry.text()));
        return new RunRecord.Print(fingerprint.hash(), fingerprint.version(), entries);
    }

    /** The step of a path, if there is one; items of a fan-out are none. */
    Optional<Node.Stepping> step(String path) {
        return Optional.ofNullable(steps.get(path));
    }

    /** The branches a step is in, outermost first; an item of a fan-out stands for the fan-out. */
    List<String> branches(String path) {
        var bracket = path.indexOf('[');
        return branchesAround.getOrDefault(bracket < 0 ? path : path.substring(0, bracket), List.of());
    }

    List<Node.Approving> approvals() {
        return approvals;
    }

    Order order() {
        return order;
    }

    /** The fingerprint as it is kept in the journal. */
    RunRecord.Print print() {
        return print;
    }
}
