package io.emrops.core.engine;

import io.emrops.spi.Node;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs branches side by side. A failure in one is the run's at once; the others come to rest between two steps. */
final class BranchesWorker implements Worker {
    private final LiveRun run;
    private final Strand strand;
    private final Node.Branches branches;
    private @Nullable Fork fork;

    BranchesWorker(LiveRun run, Strand strand, Node.Branches branches) {
        this.run = run;
        this.strand = strand;
        this.branches = branches;
    }

    @Override
    public Progression go() {
        if (fork == null) {
            var begun = new Fork(run, strand, branches.atMost(), Integer.MAX_VALUE, false);
            for (var branch : branches.branches()) {
                begun.add(() -> new Strand(run, begun, inside(branch), strand.windows(), branch.nodes()));
            }
            fork = begun;
            begun.start();
        }
        return fork.over() ? Progression.PASSED : Progression.parked(Wait.CHILDREN);
    }

    private List<String> inside(Node.Part branch) {
        return Stream.concat(strand.branches().stream(), Stream.of(branch.path()))
                .toList();
    }
}
