package io.emrops.testkit;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class KeptFakeLoadBalancerContractTest extends FakeLoadBalancerContractTest {
    @TempDir
    Path directory;

    @Override
    FakeLoadBalancer inMemory() {
        return super.inMemory().keptIn(directory.resolve("balancer"));
    }
}
