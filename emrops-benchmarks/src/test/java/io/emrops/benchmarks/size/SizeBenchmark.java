package io.emrops.benchmarks.size;

import io.emrops.benchmarks.Benchmark;
import io.emrops.benchmarks.Effort;
import io.emrops.benchmarks.process.Child;
import io.emrops.benchmarks.table.Figure;
import io.emrops.benchmarks.table.Goal;
import io.emrops.benchmarks.table.Quantity;
import java.nio.file.Path;
import java.util.List;

/** What a defined step keeps of the heap, and how large the jars are. */
public final class SizeBenchmark implements Benchmark {
    private static final int STEPS = 100_000;

    @Override
    public String name() {
        return "size";
    }

    @Override
    public List<Figure> run(Effort effort, Path scratch) throws Exception {
        var heap = Child.run(
                Child.java(List.of("-XX:+UseSerialGC", "-Xmx1g"), HeapOfRunbook.class, Integer.toString(STEPS)));
        return List.of(
                Figure.of(
                                "Heap per defined step",
                                new Quantity(heap.value("bytes") / STEPS, "bytes"),
                                Goal.atMost(1024).asFact())
                        .noting("Of 100,000 steps with a title, a body and a timeout, all their texts included"),
                Figure.of(
                        "Jar of emrops-core",
                        new Quantity(Jars.bytes("emrops-core"), "bytes"),
                        Goal.atMost(999_999).asFact()),
                Figure.of("Jar of emrops-api", new Quantity(Jars.bytes("emrops-api"), "bytes"), Goal.NONE));
    }
}
