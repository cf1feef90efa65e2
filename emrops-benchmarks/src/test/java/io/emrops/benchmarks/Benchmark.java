package io.emrops.benchmarks;

import io.emrops.benchmarks.table.Figure;
import java.nio.file.Path;
import java.util.List;

/** Measures some figures that belong together. */
public interface Benchmark {
    /** A word to choose it by. */
    String name();

    /**
     * Measures, alternating between ours and the peers', and gives medians.
     *
     * @param scratch an empty directory on a real disk, removed afterwards
     */
    List<Figure> run(Effort effort, Path scratch) throws Exception;
}
