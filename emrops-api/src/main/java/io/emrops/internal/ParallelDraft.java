package io.emrops.internal;

import io.emrops.Parallel;
import io.emrops.RunbookBuilder;
import io.emrops.spi.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Branches, being defined. */
final class ParallelDraft implements Parallel, NodeDraft {
    private final PartDraft around;
    private final Scope scope;
    private final String path;
    private final String title;
    private final List<PartDraft> branches = new ArrayList<>();
    private Optional<Integer> atMost = Optional.empty();

    ParallelDraft(PartDraft around, String path, String title) {
        this.around = around;
        this.scope = around.scope().inner(path);
        this.path = path;
        this.title = title;
    }

    @Override
    public Parallel atMost(int branches) {
        scope.requireOpen();
        if (branches < 1) {
            scope.fault(path, "runs " + branches + " branches at once; one at least");
        }
        atMost = Optional.of(branches);
        return this;
    }

    @Override
    public <R> R branch(String id, String title, Function<RunbookBuilder, R> part) {
        var branchPath = scope.pathOf(id);
        var branch = new PartDraft(
                around.book(), scope.inner(branchPath), branchPath, scope.titled(branchPath, title), true);
        branches.add(branch);
        return part.apply(branch);
    }

    @Override
    public Node freeze() {
        if (branches.isEmpty()) {
            scope.fault(path, "has no branches");
        }
        return new Node.Branches(
                path,
                title,
                atMost.orElse(Math.max(1, branches.size())),
                branches.stream().map(PartDraft::freeze).toList());
    }
}
