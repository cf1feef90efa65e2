package io.emrops.testkit;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class KeptFakeReplicationContractTest extends FakeReplicationContractTest {
    @TempDir
    Path directory;

    @Override
    FakeReplication inMemory() {
        return super.inMemory().keptIn(directory.resolve("group"));
    }
}
