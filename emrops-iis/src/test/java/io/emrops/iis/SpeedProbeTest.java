package io.emrops.iis;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SpeedProbeTest {
    @TempDir
    Path directory;

    @Test
    void fast() throws Exception {
        var a = System.nanoTime();
        try (var lab = new IisLab(directory)) {
            System.out.println("lab " + (System.nanoTime() - a) / 1000000);
            for (int i = 0; i < 5; i++) {
                lab.host.identity();
            }
            a = System.nanoTime();
            for (int i = 0; i < 50; i++) {
                lab.host.identity();
            }
            System.out.println("each " + (System.nanoTime() - a) / 50000000.0);
        }
    }
}
