package io.emrops.testkit;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class KeptFakeDnsUpdaterContractTest extends FakeDnsUpdaterContractTest {
    @TempDir
    Path directory;

    @Override
    FakeDnsUpdater inMemory() {
        return super.inMemory().keptIn(directory.resolve("zone"));
    }
}
